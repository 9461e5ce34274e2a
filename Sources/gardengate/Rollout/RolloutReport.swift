import GatewayDomain
import GatewayHTTP
import GatewayStore
import GatewaySync

/// What a rollout tells people and programs.
struct RolloutReport: Sendable {
    let choice: RolloutChoice
    let batchSize: Int
    let failuresMaximum: Int
    /// The command that goes on, with all that was given but the site to begin with.
    let again: String

    /// Of so many batches the sites are named before it begins, and of each so many.
    private static let batchesShown = 10
    private static let sitesShown = 3

    var name: String { choice.instance.name.printable }

    func sites(_ count: Int) -> String { Quantity.text(count, "site", "sites") ?? "no sites" }

    private func routers(_ count: Int) -> String { Quantity.text(count, "router", "routers") ?? "no routers" }

    private var batches: [[Site]] {
        stride(from: 0, to: choice.sites.count, by: batchSize).map { start in
            Array(choice.sites[start..<min(start + batchSize, choice.sites.count)])
        }
    }

    // MARK: - Before it begins

    /// How many sites, in how many batches, and what goes there.
    var outlook: String {
        var lines: [String] = []
        if let rollout = choice.rollout {
            lines.append(
                "\(name): a change waits since \(rollout.begunAt); \(rollout.reached.count) of \(sites(choice.servedCount)) have it"
            )
        }
        if choice.doneCount > 0 {
            lines.append("\(sites(choice.doneCount)) left out: they have it, and are as they should be")
        }
        guard !choice.sites.isEmpty else {
            return (lines + ["\(name): no site is left to push"]).joined(separator: "\n")
        }
        let batches = Quantity.text(batches.count, "batch", "batches") ?? ""
        lines.append(
            """
            \(name): \(sites(choice.sites.count)) with \(routers(choice.deviceCount)) in \(batches) of \(batchSize); stops at \
            \(Quantity.text(failuresMaximum, "failed site", "failed sites") ?? "")
            """
        )
        return lines.joined(separator: "\n")
    }

    /// The same, and which sites come when.
    var plan: String {
        var lines = [outlook]
        for (index, batch) in batches.prefix(Self.batchesShown).enumerated() {
            let names = batch.prefix(Self.sitesShown).map(\.name.printable).joined(separator: ", ")
            let rest = batch.count > Self.sitesShown ? " and \(batch.count - Self.sitesShown) more" : ""
            lines.append("  batch \(index + 1): \(names)\(rest)")
        }
        if batches.count > Self.batchesShown { lines.append("  and \(batches.count - Self.batchesShown) more batches") }
        return lines.joined(separator: "\n")
    }

    /// ``plan`` for programs.
    var planJSON: JSON {
        [
            "instance_id": .id(choice.instance.id),
            "state": .string("planned"),
            "is_held": .boolean(choice.rollout != nil),
            "site_count": .number(choice.sites.count),
            "device_count": .number(choice.deviceCount),
            "done_count": .number(choice.doneCount),
            "batches": .list(batches) { .list($0) { ["id": .id($0.id), "name": .string($0.name)] } },
        ]
    }

    // MARK: - While it goes on

    /// A line for a step.
    func line(_ step: InstanceRollout.Step) -> String {
        switch step {
        case .batch(let progress, let batch):
            "batch \(progress.batchNumber) of \(progress.batchCount): \(sites(batch.count))"
        case .site(let result): "  " + line(result)
        }
    }

    func line(_ result: InstanceRollout.SiteResult) -> String {
        let site = result.site.name.printable
        guard result.verdict != .synced else { return "\(site): synced (\(routers(result.deviceCount)))" }
        let verdict = result.verdict.rawValue.replacing("_", with: " ")
        return "\(site): \(verdict): \(result.obstacles.map(text).joined(separator: "; "))"
    }

    private func text(_ obstacle: InstanceRollout.Obstacle) -> String {
        let text = obstacle.text.oneLine
        return obstacle.device.map { "\(HostPort.text($0.host, $0.port)): \(text)" } ?? text
    }
}
