import GatewayDomain
import GatewayStore

/// Tells what happens while the demo serves: redemptions, and what was written to routers.
struct DemoWatch: Sendable {
    let output: DemoOutput
    let portal: DemoPortal
    let gateway: DemoGateway

    /// How many runs of a device may happen between two readings without one being missed.
    private static let runsMaximum = 20

    /// Tells until the task is cancelled.
    func run() async throws {
        let changes = gateway.store.changeSignals()
        var told = try await events()
        for await _ in changes {
            let events = try await events()
            for event in events where !told.contains(event) { output.line(event) }
            told = events
        }
    }

    /// What is on record, oldest first.
    private func events() async throws -> [String] {
        var events: [(at: Timestamp, text: String)] = []
        for place in portal.places {
            for record in try await gateway.store.redemptions(at: place.site.id) {
                let guest = record.redemption.macAddress ?? "a device that was not told"
                events.append((record.recordedAt, "\(place.name): \(record.code) was redeemed by \(guest)"))
            }
            for device in try await gateway.store.devices(at: place.site.id) {
                for run in try await gateway.store.runs(of: device.id, limit: Self.runsMaximum) {
                    guard let text = Self.text(of: run) else { continue }
                    events.append((run.finishedAt, "\(place.name): \(text)"))
                }
            }
        }
        return events.sorted { $0.at < $1.at }.map { "\($0.at.description.dropFirst(11))  \($0.text)" }
    }

    private static func text(of run: SyncRun) -> String? {
        if let failure = run.failure { return failure.printable }
        guard let counts = run.plan?.counts else { return nil }
        switch run.outcome {
        case .converged: return "\(written(counts))"
        case .planned: return "planned: \(counts.text)"
        case .unchanged, .partial, .refused, .failed: return nil
        }
    }

    private static func written(_ counts: PlanDocument.Counts) -> String {
        let parts = [
            (counts.added, "added"), (counts.changed, "changed"), (counts.removed, "removed"), (counts.moved, "moved"),
        ]
        return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}
