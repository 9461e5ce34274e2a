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
        let isFull = desired.scope == .everything && observed.scope == .everything
        let servers = ServerChoice(services: desired.services, facts: observed.facts)
        let hasRoom = (observed.facts.freeStorageBytes ?? .max) >= limits.freeStorageBytesMinimum
        var users = UserComparison(
            desired: desired,
            observed: observed,
            servers: servers,
            adoptedNames: decisions.adoptedNames
        )
        users.postpone(hasRoom ? limits.managedUserCountMaximum : 0)
        let profiles = ProfileComparison(
            desired: desired,
            observed: observed,
            users: users,
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

        var plan = Plan()
        plan.stages = stages(users: users, guests: guests, profiles: profiles, gardens: gardens)
        plan.conflicts = users.conflicts.sorted { $0.name < $1.name }
        plan.postponed = users.postponed + profiles.postponed + gardens.reduce(0) { $0 + $1.postponed }
        plan.unchanged = users.unchanged + profiles.unchanged + gardens.reduce(0) { $0 + $1.unchanged }
        plan.gardenNames = gardens.reduce(into: [:]) { $0.merge($1.namesOfMoved) { first, _ in first } }
        plan.refusal = GuardRails(desired: desired, observed: observed, limits: limits)
            .refusal(users: users, gardens: gardens, isFull: isFull, isConfirmed: decisions.isConfirmed)
        plan.findings = Findings(desired: desired, observed: observed, servers: servers)
            .all(users, postponed: plan.postponed, hasRoom: hasRoom, isFull: isFull)
        return plan
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
            Plan.Stage(.users, users.writes),
            Plan.Stage(.forgetDevices, guests.cookies),
            Plan.Stage(.putOut, guests.sessions),
        ]
        stages += gardens.flatMap(\.moves).map { Plan.Stage(.order, [$0]) }
        stages.append(Plan.Stage(.removeProfiles, profiles.removals))
        return stages.filter { !$0.operations.isEmpty }
    }
}
