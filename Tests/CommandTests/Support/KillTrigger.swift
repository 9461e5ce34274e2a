import Glibc
import Synchronization

/// Kills a gateway right after one of the requests that reach it: in the middle of whatever that one makes it do.
final class KillTrigger: Sendable {
    private struct Charge {
        let process: CommandProcess
        var requests: Int
        let turns: Int
    }

    private let charge = Mutex<Charge?>(nil)

    /// Chooses who is killed, and when.
    ///
    /// - Parameters:
    ///   - process: the gateway.
    ///   - requests: how many requests it lives to see; at least 1.
    ///   - turns: how often the thread that sent the last one lets others go first; a few thousand are some milliseconds.
    func arm(_ process: CommandProcess, requests: Int, turns: Int) {
        charge.withLock { $0 = Charge(process: process, requests: requests, turns: turns) }
    }

    /// A request is on its way.
    func requestWasSent() {
        let last = charge.withLock { charge -> Charge? in
            charge?.requests -= 1
            guard let due = charge, due.requests <= 0 else { return nil }
            charge = nil
            return due
        }
        guard let last else { return }
        for _ in 0..<last.turns { sched_yield() }
        last.process.signal(SIGKILL)
    }
}
