import ServiceLifecycle

/// Tells whoever started the process that it was asked to stop, before anything else ends: services stop in reverse order.
struct StoppingNotice: Service {
    let manager: ServiceManager
    let pulse: ServingPulse

    func run() async throws {
        // Thrown when another service failed: then the process ends all the same.
        try? await gracefulShutdown()
        pulse.stage = .stopping
        manager.stopping()
    }
}
