import Foundation

/// Signals such as SIGINT and SIGTERM as something to wait for, instead of the end of the process.
// SAFETY: the sources are made in the initialiser, never touched again, and only kept alive by this object.
final class TerminationSignals: @unchecked Sendable {
    private let received: AsyncStream<Int32>
    private let sources: [any DispatchSourceSignal]

    /// Takes over these signals, for the rest of the process.
    init(_ numbers: [Int32] = [SIGINT, SIGTERM]) {
        let (stream, continuation) = AsyncStream<Int32>.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.received = stream
        self.sources = numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield(number) }
            source.resume()
            return source
        }
    }

    /// Returns at the first signal.
    ///
    /// - Returns: which it was; nil when the task was cancelled before one came.
    @discardableResult
    func wait() async -> Int32? {
        for await number in self.received { return number }
        return nil
    }
}
