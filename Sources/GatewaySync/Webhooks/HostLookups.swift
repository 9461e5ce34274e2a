import Foundation
import Synchronization

/// Looks up names, each on a thread of its own, so that a name that nobody answers for keeps no other waiting.
///
/// The system's function waits for as long as it likes, and cannot be stopped: whoever waits for it can be. Those who ask for one name at
/// the same time wait for one look, so that there are never more threads than names.
final class HostLookups: Sendable {
    private typealias Waiter = CheckedContinuation<[HostAddress], any Error>

    private struct State {
        var lastWaiter = 0
        var waiters: [String: [Int: Waiter]] = [:]
        /// The names that a thread is looking up.
        var underway: Set<String> = []
    }

    private let state = Mutex(State())
    private let lookUp: @Sendable (String) throws -> [HostAddress]

    /// Prepares lookups.
    ///
    /// - Parameter lookUp: finds the addresses of a name; may take long.
    init(lookUp: @escaping @Sendable (String) throws -> [HostAddress]) {
        self.lookUp = lookUp
    }

    /// The addresses of a name.
    ///
    /// - Parameter host: the name.
    /// - Returns: what the lookup found.
    /// - Throws: what the lookup threw, or `CancellationError` at once when the task is cancelled.
    func addresses(of host: String) async throws -> [HostAddress] {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                let isFirst = state.withLock { state in
                    state.waiters[host, default: [:]][id] = waiter
                    return state.underway.insert(host).inserted
                }
                if isFirst { Thread.detachNewThread { [self] in finish(host) } }
                // Cancelled before there was anybody to tell.
                if Task.isCancelled { leave(host, id) }
            }
        } onCancel: {
            leave(host, id)
        }
    }

    private func finish(_ host: String) {
        let result = Result { try lookUp(host) }
        let waiters = state.withLock { state in
            state.underway.remove(host)
            return state.waiters.removeValue(forKey: host) ?? [:]
        }
        for waiter in waiters.values { waiter.resume(with: result) }
    }

    private func leave(_ host: String, _ id: Int) {
        let waiter = state.withLock { $0.waiters[host]?.removeValue(forKey: id) }
        waiter?.resume(throwing: CancellationError())
    }
}
