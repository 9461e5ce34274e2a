import GatewayDomain
import GatewayHTTP
import GatewayStore
import GatewaySync

/// What a rollout tells people and programs.
struct RolloutReport: Sendable {
    let choice: RolloutChoice
    let batchSize: Int
    let failuresMaximum: Int

    /// Of so many batches the sites are named before it begins, and of each so many.
    private static let batchesShown = 10
    private static let sitesShown = 3

    private var name: String { choice.instance.name.printable }

    private func sites(_ count: Int) -> String { Quantity.text(count, "site", "sites") ?? "no sites" }

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

    private func line(_ result: InstanceRollout.SiteResult) -> String {
        let site = result.site.name.printable
        guard result.verdict != .synced else { return "\(site): synced (\(routers(result.deviceCount)))" }
        return "\(site): \(result.verdict.rawValue): \(result.obstacles.map(text).joined(separator: "; "))"
    }

    private func text(_ obstacle: InstanceRollout.Obstacle) -> String {
        let text = obstacle.text.oneLine
        return obstacle.device.map { "\(HostPort.text($0.host, $0.port)): \(text)" } ?? text
    }

    // MARK: - At its end

    private enum State: String {
        case done, waiting, failed, stopped, interrupted
    }

    private func state(_ outcome: InstanceRollout.Outcome) -> State {
        let progress = outcome.progress
        if progress.isStopped { return .stopped }
        if !progress.isThrough { return .interrupted }
        if progress.count(.failed) > 0 { return .failed }
        return progress.count(.waiting) > 0 ? .waiting : .done
    }

    /// How it ended, and which sites are not as they should be.
    func end(_ outcome: InstanceRollout.Outcome) -> String {
        let progress = outcome.progress
        let counts = RolloutProgress.Verdict.allCases.compactMap { verdict in
            progress.count(verdict) > 0 ? "\(progress.count(verdict)) \(verdict.rawValue)" : nil
        }
        let rest = progress.sites.count - progress.verdicts.count
        let parts = counts + (rest > 0 ? ["\(rest) not begun or not through"] : [])
        return "\(sites(progress.sites.count)): \(parts.joined(separator: ", "))"
    }

    /// The same for programs; of the sites those that are not as they should be.
    func json(_ outcome: InstanceRollout.Outcome) -> JSON {
        let progress = outcome.progress
        let next = progress.next.flatMap { id in choice.sites.first { $0.id == id } }
        return [
            "instance_id": .id(choice.instance.id),
            "state": .string(state(outcome).rawValue),
            "is_held": .boolean(choice.rollout != nil),
            "site_count": .number(progress.sites.count),
            "synced_count": .number(progress.count(.synced)),
            "waiting_count": .number(progress.count(.waiting)),
            "failed_count": .number(progress.count(.failed)),
            "done_count": .number(choice.doneCount),
            "next_site": next.map { ["id": .id($0.id), "name": .string($0.name)] } ?? .null,
            "not_synced": .list(outcome.notSynced) { result in
                [
                    "id": .id(result.site.id),
                    "name": .string(result.site.name),
                    "verdict": .string(result.verdict.rawValue),
                    "why": .list(result.obstacles) { obstacle in
                        ["device_id": .id(obstacle.device?.id), "message": .string(obstacle.text)]
                    },
                ]
            },
        ]
    }

    /// What the command ends with; nil where every site is as it should be.
    func failure(_ outcome: InstanceRollout.Outcome) -> CommandFailure? {
        let progress = outcome.progress
        let again = "gardengate rollout --instance \(choice.instance.name.shellQuoted)"
        let failed = outcome.notSynced.filter { $0.verdict == .failed }
        let first = failed.first.map { ", first at \(line($0))" } ?? ""
        let place = "in batch \(progress.batchNumber) of \(progress.batchCount)"
        switch state(outcome) {
        case .done: return nil
        case .stopped:
            let back = choice.rollout == nil ? "" : ", or take the change back with --undo"
            return CommandFailure(
                "stopped \(place): \(sites(failed.count)) failed\(first); go on with \(again)\(begin(progress))\(back)"
            )
        case .interrupted:
            return CommandFailure("interrupted \(place)\(first); go on with \(again)\(begin(progress))")
        case .failed:
            return CommandFailure(
                "\(sites(failed.count)) failed\(first); gardengate status says how they are, and \(again) tries again"
            )
        case .waiting:
            let waiting = outcome.notSynced.first.map { ", first \(line($0))" } ?? ""
            return CommandFailure(
                "\(sites(progress.count(.waiting))) wait\(waiting); run \(again) again then, or with --now",
                exitCode: CommandFailure.notConverged
            )
        }
    }

    /// Where to go on, which a change that is held tells by itself.
    private func begin(_ progress: RolloutProgress) -> String {
        guard choice.rollout == nil, let next = progress.next,
            let site = choice.sites.first(where: { $0.id == next })
        else { return "" }
        return " --from \(site.name.shellQuoted)"
    }
}
