import Foundation

/// SIGINT and SIGTERM as something to wait for, instead of the end of the process.
// SAFETY: the sources are made in the initialiser, never touched again, and only kept alive by this object.
final class TerminationSignals: @unchecked Sendable {
    private let received: AsyncStream<Void>
    private let sources: [any DispatchSourceSignal]

    init() {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.received = stream
        self.sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
    }

    /// Returns at the first signal.
    func wait() async {
        for await _ in self.received { return }
    }
}
