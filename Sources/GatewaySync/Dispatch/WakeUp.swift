import Synchronization

/// Wakes the dispatcher: any number of calls before it looks count as one.
struct WakeUp: Sendable {
    /// One element for each time that there may be something to do.
    let calls: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (calls, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Says that there may be something to do.
    func call() {
        continuation.yield()
    }

    /// Says that there will be nothing to do any more.
    func finish() {
        continuation.finish()
    }
}
