import Synchronization

/// Which requests with a key are under way in this process: one at a time for each key, the others wait their turn.
///
/// It spares those that wait an error; that nothing is done twice is the store's doing, and holds for other processes too.
/// As many wait as there are connections.
final class RunningRequests: Sendable {
    /// What is carried out one at a time.
    struct Key: Hashable {
        let owner: String
        let key: String
    }

    private struct Waiter {
        let id: Int
        let turn: CheckedContinuation<Bool, Never>
    }

    private struct State {
        /// Those that wait, for each key that is under way.
        var waiters: [Key: [Waiter]] = [:]
        var lastID = 0
    }

    private let state = Mutex(State())

    /// Runs something when its turn has come.
    ///
    /// - Parameters:
    ///   - key: what is carried out one at a time.
    ///   - limit: how long to wait.
    ///   - body: what to run.
    /// - Returns: what `body` gives; nil when its turn did not come in time.
    /// - Throws: what `body` throws.
    func oneAtATime<Value>(
        _ key: Key,
        within limit: Duration,
        _ body: () async throws -> Value
    ) async throws -> Value? {
        guard await enter(key, within: limit) else { return nil }
        defer { leave(key) }
        return try await body()
    }

    /// How many wait for a turn.
    var waiterCount: Int { state.withLock { $0.waiters.values.reduce(0) { $0 + $1.count } } }

    private func enter(_ key: Key, within limit: Duration) async -> Bool {
        let id: Int? = state.withLock { state in
            guard state.waiters[key] != nil else {
                state.waiters[key] = []
                return nil
            }
            state.lastID += 1
            return state.lastID
        }
        guard let id else { return true }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await Task.sleep(for: limit)
                    self.giveUp(key, id)
                } catch {
                    // Cancelled: the turn came first.
                }
            }
            defer { group.cancelAll() }
            return await withCheckedContinuation { wait(key, Waiter(id: id, turn: $0)) }
        }
    }

    private func wait(_ key: Key, _ waiter: Waiter) {
        let isFree = state.withLock { state in
            guard state.waiters[key] != nil else {
                state.waiters[key] = []
                return true
            }
            state.waiters[key]?.append(waiter)
            return false
        }
        if isFree { waiter.turn.resume(returning: true) }
    }

    private func giveUp(_ key: Key, _ id: Int) {
        let late = state.withLock { state -> Waiter? in
            guard let index = state.waiters[key]?.firstIndex(where: { $0.id == id }) else { return nil }
            return state.waiters[key]?.remove(at: index)
        }
        late?.turn.resume(returning: false)
    }

    private func leave(_ key: Key) {
        let next = state.withLock { state -> Waiter? in
            guard var waiters = state.waiters[key], !waiters.isEmpty else {
                state.waiters[key] = nil
                return nil
            }
            let next = waiters.removeFirst()
            state.waiters[key] = waiters
            return next
        }
        next?.turn.resume(returning: true)
    }
}
