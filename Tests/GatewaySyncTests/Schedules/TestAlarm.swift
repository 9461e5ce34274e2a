import Synchronization

/// Pauses that a test ends.
final class TestAlarm: Sendable {
    /// How long each pause was asked to be.
    let asked: AsyncStream<Duration>
    private let asking: AsyncStream<Duration>.Continuation
    private let waiter = Mutex<AsyncStream<Void>.Continuation?>(nil)

    init() {
        (asked, asking) = AsyncStream.makeStream()
    }

    /// Waits until ``ring()``, or until the task is cancelled.
    func pause(_ duration: Duration) async throws {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        waiter.withLock { $0 = continuation }
        asking.yield(duration)
        for await _ in stream { return }
        try Task.checkCancellation()
    }

    /// Ends the pause.
    func ring() {
        waiter.withLock { $0 }?.yield()
    }
}

/// A generator that can be broken: then it yields what no code may be made of.
final class BreakableGenerator: RandomNumberGenerator, Sendable {
    let isBroken = Mutex(false)

    func next() -> UInt64 {
        isBroken.withLock { $0 } ? .max - 1 : .random(in: .min ... .max)
    }
}
