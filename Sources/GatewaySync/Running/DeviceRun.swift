import GatewayDomain
import GatewayStore
import Logging
import RouterOSAPI

/// One look at one device: observe, import what it tells, compare, write what differs, read back.
///
/// What the device tells is recorded *before* the desired state is loaded: a guest who logged in a moment ago is thereby known as
/// such, and is not put out for a coupon that looks expired.
struct DeviceRun {
    let work: DeviceWork
    let store: Store
    let link: DeviceLink
    let configuration: SyncConfiguration
    let logger: Logger
    let now: @Sendable () -> Timestamp
    /// Counts what is written.
    var tally = WriteTally()
    /// Whether the clock can be believed; nil where that is out of the question.
    var clock: GatewayClock?

    /// The time that goes on record: nobody's setting of the clock makes it jump before the clock is believed.
    var steadyNow: @Sendable () -> Timestamp {
        guard let clock else { return now }
        return { clock.read().steady }
    }

    /// How a run ended, before it is written down.
    struct Result {
        var outcome: SyncRun.Outcome
        /// What was compared; nil for a cheap look.
        var scope: Scope?
        var plan: PlanDocument?
        /// The digest of what is left to do, for a run that somebody asked for.
        var digest: PlanDigest?
        /// The digest of a plan that came to nothing, or not to all that it should.
        var unfinished: PlanDigest?
        var failure: String?
        /// What kind of failure that is.
        var failureLabel: FailureLabel?
        /// Whether everything is to be compared as soon as there is a place for it.
        var leavesTheRest = false
    }

    /// A reading of a device.
    struct Observation {
        var state: ObservedState
        /// The same as a reading by names, when it was one.
        var reading: NamesReading?
    }

    /// Does the work.
    ///
    /// Names that changed come first, whatever else there is to do: a code that was used elsewhere must not wait until thousands of
    /// rows were read.
    ///
    /// - Throws: when the device cannot be looked at, or refuses everything; what was done until then stays done, and the next run
    ///   finds it.
    func perform() async throws(DeviceFailure) -> Result {
        let password = try await storing { store throws(StoreError) in try await store.password(of: work.device.id) }
        let connection = try await link.connect(to: work.device, password: password, now: now())
        var observer = Observer(
            connection: connection,
            gateway: store.gatewayID,
            configuration: configuration,
            logger: logger,
            now: steadyNow
        )
        observer.account = work.device.user
        let memory = await link.memory
        if case .names = work.scope {
            return try await reconcileNames(observer: observer, memory: memory)
        }
        var first: Result?
        if !work.waitingNames.isEmpty, work.mode == .push {
            let known = if let memory { memory } else { try await observer.basics() }
            first = try await reconcile(.names(work.waitingNames), observer: observer, memory: known)
        }
        var result = try await performTheRest(observer: observer, memory: memory)
        // Whoever asked for the push is told what it did.
        if let first, first.outcome == .converged, result.outcome == .unchanged {
            result.outcome = .converged
            result.plan = first.plan
        }
        return result
    }

    private func performTheRest(observer: Observer, memory: DeviceMemory?) async throws(DeviceFailure) -> Result {
        guard let memory else {
            // Nothing is known of this connection's router yet, so nothing less than everything will do.
            return try await reconcile(.everything, observer: observer, memory: nil)
        }
        guard let scope = work.scope else {
            return try await look(observer: observer, memory: memory)
        }
        return try await reconcile(scope, observer: observer, memory: memory)
    }

    /// Compares the names that changed.
    ///
    /// Over a fresh connection, too, where everything has to be compared: that is left to the next run, which may take its time.
    private func reconcileNames(observer: Observer, memory: DeviceMemory?) async throws(DeviceFailure) -> Result {
        guard let scope = work.scope else { return Result(outcome: .unchanged) }
        guard let memory else {
            var result = try await reconcile(scope, observer: observer, memory: try await observer.basics())
            result.leavesTheRest = true
            return result
        }
        let result = try await reconcile(scope, observer: observer, memory: memory)
        guard result.outcome == .partial else { return result }
        // What the memory said of profiles and servers may be outdated.
        return try await reconcile(.everything, observer: observer, memory: nil)
    }

    // MARK: - The cheap look

    private func look(observer: Observer, memory: DeviceMemory) async throws(DeviceFailure) -> Result {
        let readsSessions = await link.needsSessions
        let readAt = steadyNow()
        let (figures, sessions) = try await observer.look(readsSessions: readsSessions)
        if readsSessions {
            await link.sessionsRead(at: steadyNow())
            let reports = sessions.map { session in
                ReportReading.report(of: session, source: .activeList, device: work.device, now: steadyNow())
            }
            try await record(reports, list: ActiveListReading(device: work.device.id, readAt: readAt))
        }
        guard figures != memory.figures else { return Result(outcome: .unchanged) }
        return try await reconcile(.everything, observer: observer, memory: memory)
    }

    // MARK: - Comparing and writing

    /// Compares a scope, and writes what differs.
    ///
    /// - Parameters:
    ///   - scope: what to compare.
    ///   - observer: reads over the run's connection.
    ///   - memory: what is known of the device; nil reads everything, whatever the scope.
    ///   - yields: whether a long plan lets names pass that have become urgent.
    ///   - doesWhatIsCertain: whether single names go on where everything is refused.
    /// - Returns: what came of it.
    /// - Throws: when the device cannot be looked at, or refuses everything.
    func reconcile(
        _ scope: Scope,
        observer: Observer,
        memory: DeviceMemory?,
        yields: Bool = true,
        doesWhatIsCertain: Bool = true
    ) async throws(DeviceFailure) -> Result {
        let observation = try await observe(scope, observer: observer, memory: memory, readsLog: true)
        let observed = observation.state
        try await importLogins(try await dated(observed), isComplete: true)
        await noteLog(of: observed)
        let desired = try await desired(scope: observed.scope, on: observed.facts)
        var plan = try await plan(desired, observed, observer: observer)
        let digest = digest(of: plan, scope)
        if let digest, let confirmed = work.decisions.confirmedPlan {
            plan.holdBack(digest, unlessConfirmedAs: confirmed)
        }
        let document = PlanDocument(plan)
        if work.mode == .plan {
            return Result(outcome: .planned, scope: scope, plan: document, digest: digest)
        }
        if plan.refusal != nil {
            // A look tells whether the device has changed: as long as it has not, the same would be refused.
            if scope == .everything { await remember(observed, since: observed, memory: memory, isSettled: true) }
            // What is shown, and perhaps confirmed, is what is left after that.
            if doesWhatIsCertain, try await doWhatIsCertain(in: plan, observer: observer) {
                return try await reconcile(scope, observer: observer, memory: nil, doesWhatIsCertain: false)
            }
            return Result(refusing: plan, document, scope: scope, digest: digest)
        }
        // While the scripts wait for a window, so does their token.
        if !plan.waitsForWindow { try await recordToken(of: desired) }
        try await noteTakenOver(desired, in: observed)
        if plan.isEmpty {
            await remember(observed, since: observed, memory: memory, isSettled: true)
            return Result(outcome: .unchanged, scope: scope, plan: document, digest: digest)
        }
        await remember(observed, since: observed, memory: memory, isSettled: false)
        var end = try await carryOut(
            plan,
            desired,
            observation,
            observer: observer,
            memory: memory,
            yields: yields,
            closesAt: work.decisions.writesUntil(desired)
        )
        let wasCut = end.wasCut
        // Told with the window shut, so that all of it is what never waits.
        if wasCut { end = try await carryOutRest(of: end, observer: observer, memory: memory, yields: yields) }
        let rest = end.rest
        await remember(end.observed, since: observed, memory: memory, isSettled: rest.isEmpty)
        return Result(
            outcome: rest.isEmpty ? .converged : .partial,
            scope: scope,
            plan: wasCut ? document.leaving(rest) : document.adding(findings: rest.findings),
            // What a partial run leaves was not shown to anybody.
            digest: rest.isEmpty ? self.digest(of: rest, scope) : nil,
            unfinished: rest.isEmpty ? nil : PlanDigest(of: plan),
            failure: rest.isEmpty ? nil : Self.obstacle(end.refusal, leaving: rest),
            failureLabel: rest.isEmpty ? nil : end.refusal?.label
        )
    }

    /// What a confirmed plan is told by; nil for work that nobody asked for, and for names that pass on the way.
    private func digest(of plan: Plan, _ scope: Scope) -> PlanDigest? {
        work.request != nil && scope == .everything ? PlanDigest(of: plan) : nil
    }

    /// Keeps what was read, for readings by name and for cheap looks.
    ///
    /// A reading by names knows how many rows its own work added or removed, so the counts of the last full reading stay good. After
    /// it added a profile it has read them anew: the next one knows that it is there.
    private func remember(
        _ observed: ObservedState,
        since before: ObservedState,
        memory: DeviceMemory?,
        isSettled: Bool
    ) async {
        // What was read in haste over a fresh connection does for the names that it was read for, and no more.
        if observed.scope != .everything, await link.memory == nil { return }
        var fresh = DeviceMemory(
            facts: observed.facts,
            profiles: observed.profiles,
            managedUserCount: observed.managedUserCount,
            figures: nil
        )
        if observed.scope == .everything {
            fresh.figures = isSettled ? DeviceFigures(of: observed) : nil
        } else if let memory {
            let gateway = store.gatewayID
            fresh.managedUserCount += observed.managedUsers(of: gateway) - before.managedUsers(of: gateway)
            fresh.figures = memory.figures?.adding(
                users: observed.users.count - before.users.count,
                profiles: observed.profiles.count - before.profiles.count
            )
        }
        await link.remember(fresh)
    }
}
