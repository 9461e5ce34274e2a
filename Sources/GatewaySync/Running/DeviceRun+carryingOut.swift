import GatewayDomain
import GatewayStore

/// Writing what a comparison found, and finding out what came of it.
extension DeviceRun {
    /// How a device was left.
    struct End {
        /// What it should have held by then.
        var desired: DesiredState
        /// What it held.
        var observed: ObservedState
        /// What is left to do.
        var rest: Plan
        /// What the router refused last.
        var refusal: DeviceFailure?
        /// Whether the window of the site closed before all was done.
        var wasCut: Bool
    }

    /// Writes a plan and compares once more, with what was learned meanwhile.
    ///
    /// - Parameters:
    ///   - plan: what to do.
    ///   - desired: what it was made for.
    ///   - observation: what it was made from.
    ///   - observer: reads and writes over the run's connection.
    ///   - memory: what is known of the device.
    ///   - yields: whether names that become urgent pass between two parts.
    ///   - closesAt: when a window of the site closes; nil for never.
    /// - Returns: how the device was left.
    /// - Throws: as any run.
    func carryOut(
        _ plan: Plan,
        _ desired: DesiredState,
        _ observation: Observation,
        observer: Observer,
        memory: DeviceMemory?,
        yields: Bool,
        closesAt: Timestamp?
    ) async throws(DeviceFailure) -> End {
        let (applied, wasCut) = try await apply(
            plan,
            observation,
            observer: observer,
            yields: yields,
            closesAt: closesAt
        )
        var after = try await readBack(
            applied,
            observation.state.scope,
            observer: observer,
            memory: memory,
            readsProfiles: plan.addsProfiles
        )
        after.facts.scriptRefusals = applied.outcome.scriptRefusals
        var desired = desired
        // Else nothing was learned that could mean something else for these names than before.
        if wasCut || after.scope == .everything || !after.users.isEmpty || !after.sessions.isEmpty {
            try await importLogins(after, isComplete: true)
            try await noteTakenOver(desired, in: after)
            desired = try await self.desired(scope: after.scope, on: after.facts)
        }
        return End(
            desired: desired,
            observed: after,
            rest: try await self.plan(desired, after, observer: observer),
            refusal: applied.outcome.refusal,
            wasCut: wasCut
        )
    }

    /// Writes what an earlier writing has left.
    ///
    /// - Parameters:
    ///   - end: how that left the device.
    ///   - observer: reads and writes over the run's connection.
    ///   - memory: what is known of the device.
    ///   - yields: whether names that become urgent pass between two parts.
    /// - Returns: how the device was left; the same where nothing was.
    /// - Throws: as any run.
    func carryOutRest(
        of end: End,
        observer: Observer,
        memory: DeviceMemory?,
        yields: Bool
    ) async throws(DeviceFailure) -> End {
        guard !end.rest.isEmpty else { return end }
        return try await carryOut(
            end.rest,
            end.desired,
            Observation(state: end.observed),
            observer: observer,
            memory: memory,
            yields: yields,
            closesAt: nil
        )
    }

    func observe(
        _ scope: Scope,
        observer: Observer,
        memory: DeviceMemory?,
        readsLog: Bool = false
    ) async throws(DeviceFailure) -> Observation {
        let unread = RouterLogReading.Wish.behind(await link.lastLogNumber)
        guard case .names(let names) = scope, let memory else {
            var observed = try await observer.everything(log: readsLog ? unread : .none)
            await link.sessionsRead(at: steadyNow())
            observed.managedUserCount = observed.managedUsers(of: store.gatewayID)
            return Observation(state: observed)
        }
        // Names that changed cost as little as they can; of names that somebody told us of, what the router noted of them is wanted, too.
        let reading = try await observer.usersAndSessions(names, log: readsLog && work.isAsked ? unread : .none)
        return Observation(state: memory.state(with: reading), reading: reading)
    }

    /// Reads a device again after something was written to it, as far as the last reading does not tell how it is now.
    private func readBack(
        _ applied: Applier,
        _ scope: Scope,
        observer: Observer,
        memory: DeviceMemory?,
        readsProfiles: Bool
    ) async throws(DeviceFailure) -> ObservedState {
        guard case .names(let names) = scope, var known = memory else {
            return try await observe(scope, observer: observer, memory: memory).state
        }
        if readsProfiles { known.profiles = try await observer.profiles() }
        if let reading = applied.reading, reading.names == names { return known.state(with: reading) }
        return known.state(with: try await observer.usersAndSessions(names))
    }
}
