import GatewayDomain
import GatewayStore
import Logging

/// Writing a plan to a device, and letting more urgent names pass meanwhile.
extension DeviceRun {
    /// Brings a plan onto the device, part by part.
    ///
    /// - Parameters:
    ///   - plan: what to do.
    ///   - observation: what it was made from.
    ///   - observer: reads and writes over the run's connection.
    ///   - yields: whether names that become urgent pass between two parts.
    ///   - closesAt: when a window of the site closes: what can wait for the next one does from then on. Nil for never.
    /// - Returns: what came of it, with the last reading, and whether the window closed before all was done.
    /// - Throws: as any run.
    func apply(
        _ plan: Plan,
        _ observation: Observation,
        observer: Observer,
        yields: Bool,
        closesAt: Timestamp?
    ) async throws(DeviceFailure) -> (applier: Applier, wasCut: Bool) {
        let observed = observation.state
        var applier = Applier(
            plan: plan,
            observer: observer,
            gateway: store.gatewayID,
            observed: observed,
            reading: observation.reading,
            tally: tally,
            importing: { users, sessions throws(DeviceFailure) in
                var last = ObservedState(scope: observed.scope, facts: observed.facts)
                last.users = users
                last.sessions = sessions
                try await importLogins(last)
            },
            ending: { sessions throws(DeviceFailure) in
                try await record(
                    sessions.map { ReportReading.end(of: $0, by: .gateway, device: work.device, now: steadyNow()) }
                )
            }
        )
        // A reading of everything takes its time, and so may another one follow; names were claimed a moment ago.
        let surrounds = observed.scope == .everything
        var passed = PassedNames()
        var parts = PlanParts(plan, rules: configuration.writeRules)
        var hasBegun = false
        var wasCut = false
        while true {
            if yields, surrounds || (hasBegun && !parts.isEmpty) {
                try await letUrgentNamesPass(&passed, observer: observer, applier: &applier)
            }
            applier.pace = await link.pace ?? configuration.paceAtStart
            if !wasCut, let closesAt, closesAt <= now() { wasCut = parts.keepWhatNeverWaits() }
            guard let part = parts.next(applier.pace) else { break }
            hasBegun = true
            for stage in part.stages {
                let rest = stage.without(users: passed.names)
                guard !rest.operations.isEmpty else { continue }
                do throws(DeviceFailure) {
                    try await applier.apply(rest, usesScripts: part.usesScripts)
                } catch {
                    await link.learned(applier.pace)
                    throw error
                }
                logger.debug(
                    "stage applied",
                    metadata: ["device": "\(work.device.id)", "stage": "\(stage.purpose.rawValue)"]
                )
            }
            await link.learned(applier.pace)
            try await noteWrites()
        }
        return (applier, wasCut)
    }

    /// Puts what a long plan has written so far on record.
    private func noteWrites() async throws(DeviceFailure) {
        guard tally.pending >= WriteTally.notedTogether else { return }
        let rows = tally.take()
        try await storing { store throws(StoreError) in
            try await store.noteWrites(rows, to: work.device.id, now: now())
        }
    }

    /// Why a device does not hold all that it should after a plan was applied, as far as it could be.
    static func obstacle(_ refusal: DeviceFailure?, leaving rest: Plan) -> String {
        guard let refusal else { return "the device changed meanwhile; the next run goes on" }
        guard refusal.meansFullStorage else { return refusal.description }
        let count = PlanDocument(rest).counts.added
        return "\(refusal.description); \(count) \(count == 1 ? "row is" : "rows are") not yet pushed"
    }

    /// The names that passed a plan, and how far their changes were read.
    private struct PassedNames {
        var names: Set<String> = []
        var position: ChangePosition?
    }

    /// Does what a refused plan leaves no doubt about, name by name: it does not wait for whoever decides about the rest.
    ///
    /// Each name gets a plan of its own, with all its limits. One that is refused or comes to a part only holds none of the others up.
    ///
    /// - Parameters:
    ///   - plan: the plan for everything.
    ///   - observer: reads over the run's connection.
    /// - Returns: whether anything was written.
    /// - Throws: as any run.
    func doWhatIsCertain(in plan: Plan, observer: Observer) async throws(DeviceFailure) -> Bool {
        // Whoever confirms a plan gets that one or nothing, and whatever else refuses all of it refuses each name.
        switch plan.refusal {
        case .massRemoval, .emptied: break
        case .stale, .paused, .unsupportedVersion, .hotspotForbidden, nil: return false
        }
        var hasWritten = false
        for names in plan.namesWithoutDoubt.sorted().chunks(of: Scope.namesMaximum) {
            guard let memory = await link.memory else { return hasWritten }
            let result = try await reconcile(.names(Set(names)), observer: observer, memory: memory, yields: false)
            if result.outcome == .converged || result.outcome == .partial { hasWritten = true }
        }
        return hasWritten
    }

    /// Brings names into line that changed while a longer plan is under way: a code that was used elsewhere must not wait for it.
    ///
    /// - Parameters:
    ///   - passed: what has passed already; those that pass now are added. The rest of the plan was made without knowing of them
    ///     and leaves them alone. A name that changes once more passes once more.
    ///   - observer: reads over the run's connection.
    ///   - applier: of the longer plan; its reading is outdated when anything passed.
    /// - Throws: as any run.
    private func letUrgentNamesPass(
        _ passed: inout PassedNames,
        observer: Observer,
        applier: inout Applier
    ) async throws(DeviceFailure) {
        guard let memory = await link.memory else { return }
        let changed = try await storing { store throws(StoreError) in
            try await store.changedNames(for: work, behind: passed.position)
        }
        let names = changed.names
        guard !names.isEmpty else { return }
        _ = try await reconcile(.names(names), observer: observer, memory: memory, yields: false)
        passed.names.formUnion(names)
        passed.position = changed.position
        applier.reading = nil
    }
}
