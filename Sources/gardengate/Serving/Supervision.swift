import Logging

/// Tells whoever started the process that it is ready, and then that it is alive as long as it moves.
struct Supervision: Sendable {
    let manager: ServiceManager
    let pulse: ServingPulse
    let logger: Logger

    /// How often is looked whether everything is ready: nobody says so.
    private static let readinessPause: Duration = .milliseconds(50)
    /// How often the status is told where nobody waits for signs of life.
    private static let statusPause: Duration = .seconds(30)

    /// Tells until the task is cancelled.
    func run() async {
        guard manager.isListening else { return }
        do {
            while !pulse.isReady {
                pulse.nudge()
                try await Task.sleep(for: Self.readinessPause)
            }
            manager.ready(pulse.status)
            try await watch()
        } catch {
            // Cancelled: the process ends.
        }
    }

    private func watch() async throws {
        // Four times as often as needed: what was nudged has turned by the next time.
        let pause = manager.watchdog.map { $0 / 4 } ?? Self.statusPause
        var seen = pulse.turns
        var isStill = false
        while true {
            pulse.nudge()
            try await Task.sleep(for: pause)
            // What ends does not move, and need not.
            if case .stopping = pulse.stage { return }
            let turns = pulse.turns
            if turns != seen {
                manager.alive(pulse.status)
                isStill = false
            } else if !isStill {
                // The watchdog ends the process when this lasts, and the unit starts it again.
                logger.error("the sync stands still", metadata: ["turns": "\(turns)"])
                manager.status("the sync stands still")
                isStill = true
            }
            seen = turns
        }
    }
}
