import HTTPTypes
import Synchronization

/// How many bodies may be read at once while they arrive: each holds its connection, and keeps the database busy.
final class BoundedStreams: Sendable {
    private let maximum: Int
    private let count = Mutex(0)

    init(maximum: Int) {
        self.maximum = maximum
    }

    /// Does the work, if there is room.
    ///
    /// - Parameter body: the work.
    /// - Returns: what it returns.
    /// - Throws: what it throws; ``ErrorCode/rateLimited`` when there is no room.
    func reading<Value>(_ body: () async throws -> Value) async throws -> Value {
        let isRoom = count.withLock { count in
            guard count < maximum else { return false }
            count += 1
            return true
        }
        guard isRoom else {
            throw APIError(
                .rateLimited,
                "\(maximum) uploads are being read already, which is as many as are read at once; send it again later.",
                headers: [.retryAfter: "10"]
            )
        }
        defer { count.withLock { $0 -= 1 } }
        return try await body()
    }
}
