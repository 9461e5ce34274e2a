import GatewayDomain
import GatewayHTTP
import GatewayStore
import GatewaySync

/// How a rollout ended, and how to go on.
extension RolloutReport {
    private enum State: String {
        case done, waiting, failed, stopped, interrupted
        /// Every site that was asked for is through, others are not.
        case incomplete
        /// The change was taken back meanwhile.
        case takenBack = "taken_back"
    }

    private func state(_ outcome: InstanceRollout.Outcome) -> State {
        let progress = outcome.progress
        if outcome.hold == .takenBack { return .takenBack }
        if progress.isStopped { return .stopped }
        if !progress.isThrough { return .interrupted }
        if progress.count(.failed) > 0 { return .failed }
        if progress.count(.waiting) > 0 { return .waiting }
        switch outcome.hold {
        case .none, .ended, .takenBack: return .done
        case .remains, .unknown: return .incomplete
        }
    }

    /// How it ended, and which sites are not as they should be.
    func end(_ outcome: InstanceRollout.Outcome) -> String {
        let progress = outcome.progress
        let counts = RolloutProgress.Verdict.allCases.compactMap { verdict in
            let count = progress.count(verdict)
            return count > 0 ? "\(count) \(verdict.rawValue.replacing("_", with: " "))" : nil
        }
        let rest = progress.sites.count - progress.verdicts.count
        let parts = counts + (rest > 0 ? ["\(rest) not begun or not through"] : [])
        let lines =
            (parts.isEmpty ? [] : ["\(sites(progress.sites.count)): \(parts.joined(separator: ", "))"])
            + (outcome.hold == .ended ? ["every site has the change: it is held no more"] : [])
        return lines.isEmpty ? "nothing was done" : lines.joined(separator: "\n")
    }

    /// The same for programs; of the sites those that are not as they should be.
    func json(_ outcome: InstanceRollout.Outcome) -> JSON {
        let progress = outcome.progress
        let next = progress.next.flatMap { id in choice.sites.first { $0.id == id } }
        return [
            "instance_id": .id(choice.instance.id),
            "state": .string(state(outcome).rawValue),
            "is_held": .boolean(isHeld(outcome)),
            "site_count": .number(progress.sites.count),
            "synced_count": .number(progress.count(.synced)),
            "waiting_count": .number(progress.count(.waiting)),
            "failed_count": .number(progress.count(.failed)),
            "passed_over_count": .number(progress.count(.passedOver)),
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
            "left": .list(left(outcome)) { place in
                ["id": .id(place.site.id), "name": .string(place.site.name), "has_change": .boolean(place.isReached)]
            },
        ]
    }

    /// Whether a change is held now.
    private func isHeld(_ outcome: InstanceRollout.Outcome) -> Bool {
        switch outcome.hold {
        case .none, .ended, .takenBack: false
        case .remains: true
        case .unknown: choice.rollout != nil
        }
    }

    /// The sites for which the change is still held.
    private func left(_ outcome: InstanceRollout.Outcome) -> [RolloutStanding.Place] {
        if case .remains(let places) = outcome.hold { places } else { [] }
    }

    /// What the command ends with; nil where every site is as it should be.
    func failure(_ outcome: InstanceRollout.Outcome) -> CommandFailure? {
        let progress = outcome.progress
        let failed = outcome.notSynced.filter { $0.verdict == .failed }
        let first = failed.first.map { ", first at \(line($0))" } ?? ""
        let place = "in batch \(progress.batchNumber) of \(progress.batchCount)"
        switch state(outcome) {
        case .done: return nil
        case .stopped:
            return CommandFailure(
                "stopped \(place): \(sites(failed.count)) failed\(first); \(goOn(outcome))"
            )
        case .interrupted:
            return CommandFailure("interrupted \(place)\(first); \(goOn(outcome))")
        case .takenBack:
            let done = sites(progress.count(.synced))
            return CommandFailure(
                """
                ended \(place): the change is held no more, somebody took it back or kept it for good meanwhile; \(done) had been \
                pushed with it and follow by themselves; gardengate instance list shows how \(name) is
                """
            )
        case .failed:
            return CommandFailure("\(sites(failed.count)) failed\(first); \(goOn(outcome))")
        case .waiting:
            return CommandFailure(waiting(outcome), exitCode: CommandFailure.notConverged)
        case .incomplete:
            if case .unknown(let reason) = outcome.hold {
                return CommandFailure(
                    "every site is through, but whether the change is could not be looked up: \(reason); run \(again)"
                )
            }
            return CommandFailure(goOn(outcome), exitCode: CommandFailure.notConverged)
        }
    }

    /// Which sites are left, and the commands that go on with them or leave it at that.
    private func goOn(_ outcome: InstanceRollout.Outcome) -> String {
        guard choice.rollout != nil else {
            guard let next = outcome.progress.next, let site = choice.sites.first(where: { $0.id == next }) else {
                return "no other site is left; gardengate status says how they are, and \(again) pushes them again"
            }
            return "go on with \(again) \(ShellOption.text("--from", site.name))"
        }
        if case .ended = outcome.hold {
            return "every site has the change by now and is in line: it is held no more"
        }
        let places = left(outcome)
        let lacking = places.filter { !$0.isReached }
        let ends = "--undo instead takes the change back"
        if let first = lacking.first {
            let verb = lacking.count == 1 ? "does" : "do"
            return """
                \(sites(lacking.count)) \(verb) not have the change, first \(first.site.name.printable); \
                go on with \(again), \(ends)
                """
        }
        guard let first = places.first else { return "go on with \(again), \(ends)" }
        return """
            every site has the change, \(places.count) of them \(places.count == 1 ? "is" : "are") not in line, first \
            \(first.site.name.printable); try again with \(again), \(ends), --keep leaves it at that
            """
    }

    /// Which sites wait for what, and what to do about each.
    private func waiting(_ outcome: InstanceRollout.Outcome) -> String {
        let all = outcome.notSynced.filter { $0.verdict == .waiting }
        let paused = all.filter(\.isPaused)
        let others = all.filter { !$0.isPaused }
        var parts: [String] = []
        if let first = others.first {
            let verb = others.count == 1 ? "waits" : "wait"
            parts.append("\(sites(others.count)) \(verb), first \(line(first)); run \(again) then, or with --now")
        }
        if let first = paused.first {
            let (verb, whom) = paused.count == 1 ? ("is", "it") : ("are", "them")
            let resume = "gardengate site resume \(first.site.name.shellQuoted)"
            parts.append(
                "\(sites(paused.count)) \(verb) paused, first \(first.site.name.printable); let \(whom) be written with \(resume)"
                    + (others.isEmpty ? ", then run \(again)" : " before")
            )
        }
        return parts.joined(separator: "; ")
    }
}
