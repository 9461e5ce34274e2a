import Synchronization

/// How many requests may wait for work to be done, each holding its connection.
///
/// What is beyond the bound does not wait: it is answered at once, with where to look. So those who wait never take the last
/// connection from those who do not.
final class BoundedWaits: Sendable {
    private let maximum: Int
    private let count = Mutex(0)

    init(maximum: Int) {
        self.maximum = maximum
    }

    /// Waits, if there is room.
    ///
    /// - Parameters:
    ///   - limit: for how long.
    ///   - body: does so for as long as it is given: `limit`, or not at all.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    func waiting<Value, Failure: Error>(
        for limit: Duration,
        _ body: (Duration) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        guard limit > .zero, enter() else { return try await body(.zero) }
        defer { count.withLock { $0 -= 1 } }
        return try await body(limit)
    }

    private func enter() -> Bool {
        count.withLock { count in
            guard count < maximum else { return false }
            count += 1
            return true
        }
    }
}
