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

    /// How a run ended, before it is written down.
    struct Result {
        var outcome: SyncRun.Outcome
        /// What was compared; nil for a cheap look.
        var scope: Scope?
        var plan: PlanDocument?
        /// The digest of what is left to do, for a run that somebody asked for.
        var digest: PlanDigest?
        var failure: String?
    }

    /// Does the work.
    ///
    /// - Throws: when the device cannot be looked at, or refuses everything; what was done until then stays done, and the next run
    ///   finds it.
    func perform() async throws(DeviceFailure) -> Result {
        let password = try await storing { store throws(StoreError) in try await store.password(of: work.device.id) }
        let connection = try await link.connect(to: work.device, password: password, now: now())
        let observer = Observer(connection: connection, configuration: configuration, now: now)
        guard let memory = await link.memory else {
            // Nothing is known of this connection's router yet, so nothing less than everything will do.
            let result = try await reconcile(.everything, observer: observer, memory: nil)
            guard result.outcome == .refused, let scope = work.scope, scope != .everything,
                let memory = await link.memory
            else { return result }
            // The refused part waits for somebody to decide; a code that was used elsewhere must not wait with it.
            return try await reconcile(scope, observer: observer, memory: memory)
        }
        guard let scope = work.scope else {
            return try await look(observer: observer, memory: memory)
        }
        let result = try await reconcile(scope, observer: observer, memory: memory)
        guard result.outcome == .partial, scope != .everything else { return result }
        // What the memory said of profiles and servers may be outdated.
        return try await reconcile(.everything, observer: observer, memory: nil)
    }

    // MARK: - The cheap look

    private func look(observer: Observer, memory: DeviceMemory) async throws(DeviceFailure) -> Result {
        let readsSessions = await link.needsSessions
        let (figures, sessions) = try await observer.look(readsSessions: readsSessions)
        if readsSessions {
            await link.sessionsRead(at: now())
            let reports = sessions.map { session in
                ReportReading.report(of: session, source: .activeList, device: work.device, now: now())
            }
            try await record(reports)
        }
        guard figures != memory.figures else { return Result(outcome: .unchanged) }
        return try await reconcile(.everything, observer: observer, memory: memory)
    }

    // MARK: - Comparing and writing

    private func reconcile(
        _ scope: Scope,
        observer: Observer,
        memory: DeviceMemory?
    ) async throws(DeviceFailure) -> Result {
        let observed = try await observe(scope, observer: observer, memory: memory)
        try await importLogins(observed)
        var plan = try await plan(observed)
        let digest = digest(of: plan, scope)
        if let digest, let confirmed = work.decisions.confirmedPlan {
            plan.holdBack(digest, unlessConfirmedAs: confirmed)
        }
        let document = PlanDocument(plan)
        if work.mode == .plan {
            return Result(outcome: .planned, scope: scope, plan: document, digest: digest)
        }
        if plan.refusal != nil {
            if scope == .everything { await remember(observed, since: observed, memory: memory, isConverged: false) }
            return Result(outcome: .refused, scope: scope, plan: document, digest: digest, failure: document.refusal)
        }
        if plan.isEmpty {
            await remember(observed, since: observed, memory: memory, isConverged: true)
            return Result(outcome: .unchanged, scope: scope, plan: document, digest: digest)
        }
        await remember(observed, since: observed, memory: memory, isConverged: false)
        let refusal = try await apply(plan, observed: observed, observer: observer)
        let after = try await observe(scope, observer: observer, memory: memory, readsProfiles: plan.addsProfiles)
        try await importLogins(after)
        let rest = try await self.plan(after)
        await remember(after, since: observed, memory: memory, isConverged: rest.isEmpty)
        return Result(
            outcome: rest.isEmpty ? .converged : .partial,
            scope: scope,
            plan: document,
            // What a partial run leaves was not shown to anybody.
            digest: rest.isEmpty ? self.digest(of: rest, scope) : nil,
            failure: rest.isEmpty ? nil : (refusal?.description ?? "the device changed meanwhile; the next run goes on")
        )
    }

    private func observe(
        _ scope: Scope,
        observer: Observer,
        memory: DeviceMemory?,
        readsProfiles: Bool = false
    ) async throws(DeviceFailure) -> ObservedState {
        guard case .names(let names) = scope, let memory else {
            var observed = try await observer.everything()
            await link.sessionsRead(at: now())
            observed.managedUserCount = observed.managedUsers(of: store.gatewayID)
            return observed
        }
        return try await observer.names(names, memory: memory, readsProfiles: readsProfiles)
    }

    private func plan(_ observed: ObservedState) async throws(DeviceFailure) -> Plan {
        let desired = try await storing { store throws(StoreError) in
            try await store.desiredState(for: work.device.id, scope: observed.scope, now: now())
        }
        return Planner.plan(
            desired: desired,
            observed: observed,
            limits: configuration.limits,
            decisions: observed.scope == .everything ? work.decisions : work.decisions.ofNames
        )
    }

    /// What a confirmed plan is told by; nil for work that nobody asked for, and for names that pass on the way.
    private func digest(of plan: Plan, _ scope: Scope) -> PlanDigest? {
        work.request != nil && scope == .everything ? PlanDigest(of: plan) : nil
    }

    private func apply(
        _ plan: Plan,
        observed: ObservedState,
        observer: Observer
    ) async throws(DeviceFailure) -> DeviceFailure? {
        var applier = Applier(
            plan: plan,
            observer: observer,
            gateway: store.gatewayID,
            observed: observed,
            importing: { users, sessions throws(DeviceFailure) in
                var last = ObservedState(scope: observed.scope, facts: observed.facts)
                last.users = users
                last.sessions = sessions
                try await importLogins(last)
            }
        )
        var settled: Set<String> = []
        for stage in plan.stages.flatMap(\.yieldingParts) {
            try await applier.apply(stage.without(users: settled))
            logger.debug(
                "stage applied",
                metadata: ["device": "\(work.device.id)", "stage": "\(stage.purpose.rawValue)"]
            )
            guard observed.scope == .everything, stage.mayYieldAfterwards else { continue }
            settled.formUnion(try await letUrgentNamesPass(settled, observer: observer))
        }
        return applier.outcome.refusal
    }

    /// Brings names into line that changed while a longer plan is under way: a code that was used elsewhere must not wait for it.
    ///
    /// - Parameters:
    ///   - settled: names that have passed already.
    ///   - observer: reads over the run's connection.
    /// - Returns: the names that passed now. The rest of the plan was made without knowing of them and leaves them alone.
    /// - Throws: as any run.
    private func letUrgentNamesPass(
        _ settled: Set<String>,
        observer: Observer
    ) async throws(DeviceFailure) -> Set<String> {
        guard let memory = await link.memory else { return [] }
        let names = try await storing { store throws(StoreError) in try await store.changedNames(since: work) }
            .subtracting(settled)
        guard !names.isEmpty else { return [] }
        _ = try await reconcile(.names(names), observer: observer, memory: memory)
        return names
    }

    /// Keeps what was read, for readings by name and for cheap looks.
    ///
    /// A reading by names knows how many rows its own work added or removed, so the counts of the last full reading stay good. After
    /// it added a profile it has read them anew: the next one knows that it is there.
    private func remember(
        _ observed: ObservedState,
        since before: ObservedState,
        memory: DeviceMemory?,
        isConverged: Bool
    ) async {
        var fresh = DeviceMemory(
            facts: observed.facts,
            profiles: observed.profiles,
            managedUserCount: observed.managedUserCount,
            figures: nil
        )
        if observed.scope == .everything {
            fresh.figures = isConverged ? DeviceFigures(of: observed) : nil
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

    // MARK: - Recording

    private func importLogins(_ observed: ObservedState) async throws(DeviceFailure) {
        try await record(
            ReportReading.reports(in: observed, device: work.device, gateway: store.gatewayID, now: now())
        )
    }

    private func record(_ reports: [RedemptionReport]) async throws(DeviceFailure) {
        guard !reports.isEmpty else { return }
        let recorded = try await storing { store throws(StoreError) in try await store.record(reports, now: now()) }
        for report in recorded where report.isNew {
            logger.notice(
                "login recorded",
                metadata: ["device": "\(work.device.id)", "meaning": "\(report.meaning.rawValue)"]
            )
        }
    }

    private func storing<Value: Sendable>(
        _ body: (Store) async throws(StoreError) -> Value
    ) async throws(DeviceFailure) -> Value {
        do {
            return try await body(store)
        } catch {
            throw .store(error)
        }
    }
}
