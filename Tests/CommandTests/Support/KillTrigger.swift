import Glibc
import Synchronization

/// Kills a process right after something that it was seen to do, or was asked to: in the middle of whatever comes next.
///
/// It acts on the thread that saw it, so that no waiting for a turn lets the process get further than was meant.
final class KillTrigger: Sendable {
    private struct Charge {
        var count: Int
        let turns: Int
    }

    private let charge = Mutex<Charge?>(nil)

    /// Chooses when.
    ///
    /// - Parameters:
    ///   - count: at the how manieth thing that happens; at least 1.
    ///   - turns: how often the thread that saw it lets others go first; a few thousand are some milliseconds.
    func arm(at count: Int, turns: Int) {
        charge.withLock { $0 = Charge(count: count, turns: turns) }
    }

    /// It happened once more.
    func happened(_ kill: () -> Void) {
        let turns = charge.withLock { charge -> Int? in
            charge?.count -= 1
            guard let due = charge, due.count <= 0 else { return nil }
            charge = nil
            return due.turns
        }
        guard let turns else { return }
        for _ in 0..<turns { sched_yield() }
        kill()
    }
}
