import Hummingbird

/// The two questions that supervisors ask.
struct HealthRoutes: Sendable {
    /// Tells whether the work can be done.
    let readiness: @Sendable () async -> Readiness
    /// How long `readiness` may take.
    let readinessDeadline: Duration

    /// Where they are answered, for GET.
    static let paths = ["/healthz", "/readyz"]

    /// Adds `/healthz` and `/readyz`, for GET.
    func add(to router: Router<some RequestContext>) {
        router.get("healthz") { _, _ in HealthAnswer.alive }
        router.get("readyz") { _, _ in HealthAnswer(await timelyReadiness()) }
    }

    /// What the closure says, or that it took too long.
    ///
    /// It is cancelled then, and waited for until it has noticed.
    private func timelyReadiness() async -> Readiness {
        await withTaskGroup(of: Readiness?.self) { group in
            group.addTask { await readiness() }
            group.addTask {
                // Ends early only when it was cancelled, and then nobody listens any more.
                try? await Task.sleep(for: readinessDeadline)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = await group.next(), let first else {
                return .unavailable(reason: "the store has not answered within \(readinessDeadline)")
            }
            return first
        }
    }
}
