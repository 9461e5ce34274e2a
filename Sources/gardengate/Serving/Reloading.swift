import UnixSignals

/// Reads the configuration again each time that SIGHUP comes.
struct Reloading: Sendable {
    let signals: UnixSignalsSequence
    let settings: RunningSettings
    let manager: ServiceManager
    let pulse: ServingPulse

    /// Reads at each signal, until the task is cancelled.
    func run() async {
        for await _ in signals {
            manager.reloading()
            await settings.reload()
            // Also when it was refused: systemd waits for the end of it, and the old configuration goes on.
            manager.ready(pulse.status)
        }
    }
}
