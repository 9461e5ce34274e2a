import GatewaySync
import Synchronization

/// Whether `serve` moves: what it does now, and how often it has turned.
final class ServingPulse: Sendable {
    /// What `serve` does now.
    enum Stage: Sendable {
        /// Nothing yet.
        case starting
        /// It waits for another process to end.
        case standingBy(reason: String)
        /// It keeps routers right.
        case serving(SyncService, place: String)
        /// It ends.
        case stopping
    }

    private struct State {
        var stage = Stage.starting
        var attempts = 0
        var isAnswering = false
    }

    private let state = Mutex(State())

    /// What `serve` does now.
    var stage: Stage {
        get { state.withLock { $0.stage } }
        set { state.withLock { $0.stage = newValue } }
    }

    /// Another attempt was made to take over.
    func attempted() {
        state.withLock { $0.attempts += 1 }
    }

    /// Others can reach what they are to reach.
    func answers() {
        state.withLock { $0.isAnswering = true }
    }

    /// How often the work of this stage has turned: it stands still when that does, whatever else goes on in the process.
    var turns: Int {
        let (stage, attempts) = state.withLock { ($0.stage, $0.attempts) }
        if case .serving(let sync, _) = stage { return attempts + sync.turns }
        return attempts
    }

    /// Has the work turn, though there may be nothing to do.
    func nudge() {
        if case .serving(let sync, _) = stage { sync.nudge() }
    }

    /// Whether `serve` does what it was started for: it stands by, or answers, holds the lease and has looked for work.
    var isReady: Bool {
        let (stage, isAnswering) = state.withLock { ($0.stage, $0.isAnswering) }
        return switch stage {
        case .starting, .stopping: false
        case .standingBy: true
        case .serving(let sync, _): isAnswering && sync.turns > 0
        }
    }

    /// What it does, for people.
    var status: String {
        switch stage {
        case .starting: return "starting"
        case .standingBy(let reason): return "standing by: \(reason)"
        case .stopping: return "stopping"
        case .serving(let sync, let place):
            let figures = sync.figures
            let (running, waiting) = figures.lanes.values.reduce((0, 0)) { ($0.0 + $1.running, $0.1 + $1.waiting) }
            return """
                serving \(place); \(figures.openConnections) connections to routers, \(running) at work, \(waiting) waiting
                """
        }
    }
}
