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
    /// - Returns: what came of it, with the last reading.
    /// - Throws: as any run.
    func apply(
        _ plan: Plan,
        _ observation: Observation,
        observer: Observer,
        yields: Bool
    ) async throws(DeviceFailure) -> Applier {
        let observed = observation.state
        var applier = Applier(
            plan: plan,
            observer: observer,
            gateway: store.gatewayID,
            observed: observed,
            reading: observation.reading,
            importing: { users, sessions throws(DeviceFailure) in
                var last = ObservedState(scope: observed.scope, facts: observed.facts)
                last.users = users
                last.sessions = sessions
                try await importLogins(last)
            },
            ending: { sessions throws(DeviceFailure) in
                try await record(
                    sessions.map { ReportReading.end(of: $0, by: .gateway, device: work.device, now: now()) }
                )
            }
        )
        // A reading of everything takes its time, and so may another one follow; names were claimed a moment ago.
        let surrounds = observed.scope == .everything
        var settled: Set<String> = []
        let parts = plan.parts
        for (index, part) in parts.enumerated() {
            if yields, surrounds || index > 0 {
                try await letUrgentNamesPass(&settled, observer: observer, applier: &applier)
            }
            for stage in part {
                let rest = stage.without(users: settled)
                guard !rest.operations.isEmpty else { continue }
                try await applier.apply(rest)
                logger.debug(
                    "stage applied",
                    metadata: ["device": "\(work.device.id)", "stage": "\(stage.purpose.rawValue)"]
                )
            }
        }
        if yields, surrounds { try await letUrgentNamesPass(&settled, observer: observer, applier: &applier) }
        return applier
    }

    /// Brings names into line that changed while a longer plan is under way: a code that was used elsewhere must not wait for it.
    ///
    /// - Parameters:
    ///   - settled: names that have passed already; those that pass now are added. The rest of the plan was made without
    ///     knowing of them and leaves them alone.
    ///   - observer: reads over the run's connection.
    ///   - applier: of the longer plan; its reading is outdated when anything passed.
    /// - Throws: as any run.
    private func letUrgentNamesPass(
        _ settled: inout Set<String>,
        observer: Observer,
        applier: inout Applier
    ) async throws(DeviceFailure) {
        guard let memory = await link.memory else { return }
        let names = try await storing { store throws(StoreError) in try await store.changedNames(since: work) }
            .subtracting(settled)
        guard !names.isEmpty else { return }
        _ = try await reconcile(.names(names), observer: observer, memory: memory, yields: false)
        settled.formUnion(names)
        applier.reading = nil
    }
}
