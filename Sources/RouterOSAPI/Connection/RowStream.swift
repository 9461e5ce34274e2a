import NIOConcurrencyHelpers
import NIOCore

/// The rows of one streamed command, between the event loop that receives them and the task that reads them.
///
/// Its bytes are counted, so that the handler can stop reading from the socket while the consumer is behind.
final class RowStream: Sendable {
    typealias Next = Result<Row?, RouterOSError>

    private struct State {
        var rows = CircularBuffer<Row>(initialCapacity: 4)
        var bytes = 0
        /// Set once; what it is comes after the last row.
        var end: Next?
        var consumer: CheckedContinuation<Next, Never>?
        /// The handler waits to hear that there is room again.
        var isFull = false
    }

    /// The number of the stream's command.
    let number: UInt64

    private let state = NIOLockedValueBox(State())
    private let path: String
    private let low: Int
    private let drained: @Sendable () -> Void
    private let abandoned: @Sendable () -> Void

    /// Makes an empty stream.
    ///
    /// - Parameters:
    ///   - number: the number of its command.
    ///   - path: the command's path, for errors.
    ///   - low: with fewer bytes than this, a stream that was full has room again.
    ///   - drained: called once for each ``markFull()``, on any thread, when there is room again.
    ///   - abandoned: called once, on any thread, when nobody wants the rows any more.
    init(
        number: UInt64,
        path: String,
        low: Int,
        drained: @escaping @Sendable () -> Void,
        abandoned: @escaping @Sendable () -> Void
    ) {
        self.number = number
        self.path = path
        self.low = low
        self.drained = drained
        self.abandoned = abandoned
    }

    /// Whether the stream has ended, on either side.
    var hasEnded: Bool {
        self.state.withLockedValue { $0.end != nil }
    }

    /// Adds a row; on the event loop.
    ///
    /// - Returns: how many bytes wait for the consumer.
    func append(_ row: Row) -> Int {
        let (consumer, bytes) = self.state.withLockedValue { state -> (CheckedContinuation<Next, Never>?, Int) in
            guard state.end == nil else { return (nil, 0) }
            if let consumer = state.consumer.take() { return (consumer, state.bytes) }
            // In memory of its own: a small row would keep all the bytes alive that it was received with, which nobody counts.
            state.rows.append(Row(row.sentence.copied()))
            state.bytes += row.sentence.wireBytes
            return (nil, state.bytes)
        }
        consumer?.resume(returning: .success(row))
        return bytes
    }

    /// The handler stops reading because of this stream, and wants to hear when there is room.
    ///
    /// - Returns: false when there is room already.
    func markFull() -> Bool {
        self.state.withLockedValue { state in
            guard state.end == nil, state.bytes >= self.low else { return false }
            state.isFull = true
            return true
        }
    }

    /// No more rows will come; on the event loop.
    func finish(_ error: RouterOSError?) {
        let end = error.map { Next.failure($0) } ?? .success(nil)
        let consumer = self.state.withLockedValue { state -> CheckedContinuation<Next, Never>? in
            guard state.end == nil else { return nil }
            state.end = end
            return state.consumer.take()
        }
        consumer?.resume(returning: end)
    }

    /// Nobody wants the rows any more.
    func abandon() {
        let end = Next.failure(RouterOSError(.cancelled, command: self.path))
        let (isFirst, consumer) = self.state.withLockedValue { state -> (Bool, CheckedContinuation<Next, Never>?) in
            let isFirst = state.end == nil
            if isFirst { state.end = end }
            state.rows.removeAll(keepingCapacity: false)
            state.bytes = 0
            return (isFirst, state.consumer.take())
        }
        consumer?.resume(returning: end)
        if isFirst { self.abandoned() }
    }

    /// The next row; nil after the last one.
    func next() async throws(RouterOSError) -> Row? {
        let next = await withTaskCancellationHandler {
            await withCheckedContinuation { self.deliver(to: $0) }
        } onCancel: {
            self.abandon()
        }
        return try next.get()
    }

    private func deliver(to consumer: CheckedContinuation<Next, Never>) {
        let (next, isDrained) = self.state.withLockedValue { state -> (Next?, Bool) in
            if let row = state.rows.popFirst() {
                state.bytes -= row.sentence.wireBytes
                let isDrained = state.isFull && state.bytes < self.low
                if isDrained { state.isFull = false }
                return (.success(row), isDrained)
            }
            if let end = state.end { return (end, false) }
            precondition(state.consumer == nil, "the rows of one command were read by two tasks at once")
            state.consumer = consumer
            return (nil, false)
        }
        if let next { consumer.resume(returning: next) }
        if isDrained { self.drained() }
    }
}
