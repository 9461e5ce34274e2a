/// Decides what has to be done on a device: a pure function from what should be and what is to a list of stages.
///
/// It reads no clock, draws no random number and knows no network. The order of its input does not matter, except where order is
/// the matter (the walled garden); its output is sorted. It touches rows that carry our mark, and nothing else.
public enum Planner {
    /// Compares what a device should hold with what it holds.
    ///
    /// Only the part that both describe is compared: what was not read is neither added nor removed. A plan made for some names
    /// holds exactly those user operations that the plan for everything holds for these names, and the profiles that they need.
    /// A user that was renamed on the router is recognised by its mark where its present name was read, too.
    ///
    /// While the site's window is shut the plan holds what ends somebody's access, guests who are in with the profiles that they need, what
    /// is known of them and of accounts, and nothing else; the rest is told as waiting. A plan that is refused is shown whole.
    ///
    /// - Parameters:
    ///   - desired: what the device should hold.
    ///   - observed: what it was seen to hold.
    ///   - limits: what a plan may do at the most.
    ///   - decisions: what somebody who asked for this push decided; nothing unless given.
    /// - Returns: what to do. With a `refusal` the stages only show what would be done.
    public static func plan(
        desired: DesiredState,
        observed: ObservedState,
        limits: PlannerLimits = PlannerLimits(),
        decisions: PushDecisions = PushDecisions()
    ) -> Plan {
        func compare(_ decisions: PushDecisions, opensAt: Timestamp?) -> Plan {
            plan(desired, observed, limits, decisions, opensAt: opensAt)
        }
        guard let opensAt = desired.window.opensAt, !decisions.ignoresWindow else {
            return compare(decisions, opensAt: nil)
        }
        // A plan that is held back shows all of itself, and whoever confirms it has seen all of it.
        let whole = compare(decisions.ofNames, opensAt: nil)
        guard let refusal = whole.refusal else { return compare(decisions, opensAt: opensAt) }
        return refusal.code.canBeConfirmed && decisions.isConfirmed ? compare(decisions, opensAt: nil) : whole
    }

    /// Compares; until `opensAt`, where there is one, only that is planned which waits for no window.
    private static func plan(
        _ desired: DesiredState,
        _ observed: ObservedState,
        _ limits: PlannerLimits,
        _ decisions: PushDecisions,
        opensAt: Timestamp?
    ) -> Plan {
        let isFull = desired.scope == .everything && observed.scope == .everything
        let servers = ServerChoice(services: desired.services, facts: observed.facts)
        let room = WriteRoom(limits: limits, desired: desired, facts: observed.facts, opensAt: opensAt)
        let hasRoom = room.isOpen
        var users = UserComparison(
            desired: desired,
            observed: observed,
            servers: servers,
            adoptedNames: decisions.adoptedNames
        )
        users.postpone(room)
        let choice = ScriptChoice(desired: desired, facts: observed.facts)
        let profiles = ProfileComparison(
            desired: desired,
            observed: observed,
            users: users,
            scripts: choice,
            isFull: isFull,
            hasRoom: hasRoom
        )
        users.leaveOut(profiles: profiles.missing)
        let guests = SessionComparison(desired: desired, observed: observed, users: users)
        let gardens =
            isFull
            ? GardenList.allCases.map {
                GardenComparison(list: $0, desired: desired, observed: observed, hasRoom: hasRoom)
            } : []

        let pages = isFull ? LoginPageComparison(desired: desired, observed: observed, servers: servers) : nil
        let scripts =
            isFull ? ScriptComparison(choice, gateway: desired.gateway, observed: observed, hasRoom: hasRoom) : nil

        var plan = Plan()
        plan.stages = stages(users: users, guests: guests, profiles: profiles, gardens: gardens)
        if let scripts { plan.stages += stages(scripts) }
        if let pages { plan.stages += stages(pages) }
        plan.conflicts = users.conflicts.sorted { $0.name < $1.name }
        var waiting = users.postponed
        if room.isShut { waiting[.window, default: 0] += plan.keepWhatNeverWaits() }
        let others = profiles.postponed + (scripts?.postponed ?? 0) + gardens.reduce(0) { $0 + $1.postponed }
        if let closed = room.closed { waiting[closed, default: 0] += others + users.waitingForProfiles }
        plan.postponements = room.postponements(waiting)
        plan.unchanged =
            users.unchanged + profiles.unchanged + (pages?.unchanged ?? 0) + (scripts?.unchanged ?? 0)
            + gardens.reduce(0) { $0 + $1.unchanged }
        plan.gardenNames = gardens.reduce(into: [:]) { $0.merge($1.namesOfMoved) { first, _ in first } }
        plan.refusal = GuardRails(desired: desired, observed: observed, limits: limits)
            .refusal(users: users, gardens: gardens, isFull: isFull, isConfirmed: decisions.isConfirmed)
        plan.findings = Findings(desired: desired, observed: observed, servers: servers, pages: pages, scripts: scripts)
            .all(users, postponements: plan.postponements, isFull: isFull)
        return plan
    }

    /// A schedule is never there without the script that it runs.
    private static func stages(_ scripts: ScriptComparison) -> [Plan.Stage] {
        [
            Plan.Stage(.removeSchedules, scripts.removals[.scheduler] ?? []),
            Plan.Stage(.removeScripts, scripts.removals[.script] ?? []),
            Plan.Stage(.writeScripts, scripts.writes[.script] ?? []),
            Plan.Stage(.writeSchedules, scripts.writes[.scheduler] ?? []),
        ].filter { !$0.operations.isEmpty }
    }

    /// Pages come last: they are no guest's way in or out.
    ///
    /// What nobody wants goes before room is needed for what somebody does, and
    /// a server profile is told of a directory that is complete.
    private static func stages(_ pages: LoginPageComparison) -> [Plan.Stage] {
        [
            Plan.Stage(.removePages, pages.removedFiles), Plan.Stage(.removeDirectories, pages.removedDirectories),
            Plan.Stage(.makeDirectories, pages.directories), Plan.Stage(.writePages, pages.files),
            Plan.Stage(.showPages, pages.settings),
        ].filter { !$0.operations.isEmpty }
    }

    /// Puts operations into stages: removals first, so that a dead code dies soon and room is made; profiles before the users
    /// that name them; guests go once their users are such that they cannot come back; a profile goes when nobody names it any more.
    private static func stages(
        users: UserComparison,
        guests: SessionComparison,
        profiles: ProfileComparison,
        gardens: [GardenComparison]
    ) -> [Plan.Stage] {
        let removals = users.removals.sorted { ($0.row.name, $0.row.id) < ($1.row.name, $1.row.id) }
        let cleared = users.clearedNames.sorted()
        var stages = [
            Plan.Stage(.inspect, removals.map { .inspectUser($0.row, $0.reason) }),
            Plan.Stage(.removeUsers, removals.map { .removeUser($0.row, $0.reason) }),
            Plan.Stage(.clear, cleared.map { .removeCookies(user: $0) } + cleared.map { .endSessions(user: $0) }),
            Plan.Stage(.prepare, profiles.writes + gardens.flatMap(\.writes)),
            Plan.Stage(.writeHooks, profiles.hooks),
            Plan.Stage(.users, users.writes),
            Plan.Stage(.forgetDevices, guests.cookies),
            Plan.Stage(.putOut, guests.sessions),
        ]
        stages += gardens.flatMap(\.moves).map { Plan.Stage(.order, [$0]) }
        stages.append(Plan.Stage(.removeProfiles, profiles.removals))
        return stages.filter { !$0.operations.isEmpty }
    }
}
