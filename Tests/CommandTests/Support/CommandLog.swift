import Foundation
import Synchronization

/// What a run has printed and whether it has ended, and who waits for more.
final class CommandLog: Sendable {
    struct State {
        var output = ""
        var errors = ""
        var openStreams = 2
        var status: Int32?

        /// The end: the process is gone and its streams are read.
        var outcome: CommandProcess.Outcome? {
            guard openStreams == 0, let status else { return nil }
            return CommandProcess.Outcome(status: status, output: output, errors: errors)
        }
    }

    private struct Shared {
        var state = State()
        var waiting: [CheckedContinuation<Void, Never>] = []
        var changes = 0
    }

    private let shared = Mutex(Shared())

    /// Whether the process is gone.
    var hasEnded: Bool { shared.withLock { $0.state.status != nil } }

    /// Changes the state and wakes who waits.
    func change(_ body: @Sendable (inout State) -> Void) {
        let waiting = shared.withLock { shared in
            body(&shared.state)
            shared.changes += 1
            defer { shared.waiting = [] }
            return shared.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Waits until `look` finds something.
    func wait<Found: Sendable>(until look: @Sendable (State) -> Found?) async -> Found {
        while true {
            let (found, seen) = shared.withLock { (look($0.state), $0.changes) }
            if let found { return found }
            await withCheckedContinuation { continuation in
                let isNews = shared.withLock { shared in
                    if shared.changes != seen { return true }
                    shared.waiting.append(continuation)
                    return false
                }
                if isNews { continuation.resume() }
            }
        }
    }

    /// Sends a signal to a process that has not been waited for.
    func signal(_ id: pid_t, _ number: Int32) {
        shared.withLock { shared in
            if shared.state.status == nil { _ = Foundation.kill(id, number) }
        }
    }

    /// Ends a process that still runs.
    ///
    /// - Returns: what it had printed, or nil when it had ended.
    @discardableResult
    func kill(_ id: pid_t) -> String? {
        shared.withLock { shared in
            guard shared.state.status == nil else { return nil }
            _ = Foundation.kill(id, SIGKILL)
            return shared.state.output + shared.state.errors
        }
    }
}
