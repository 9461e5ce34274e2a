import GatewayDomain
import GatewayStore

/// Comparing what a device holds with what it should hold.
extension DeviceRun {
    /// What the device should hold, as the store knows it now; what ends by time only where the clocks leave no doubt that it is over.
    func desired(scope: Scope, on facts: DeviceFacts) async throws(DeviceFailure) -> DesiredState {
        let reading = clock?.read(against: facts)
        var desired = try await storing { store throws(StoreError) in
            try await store.desiredState(for: work.device.id, scope: scope, now: now(), clock: reading)
        }
        // What this run wrote a moment ago is on record when it ends.
        desired.writes?.rows += tally.pending
        return desired
    }

    /// Compares what was read with what should be; cookies are read where they may matter, which only that tells.
    func plan(
        _ desired: DesiredState,
        _ observed: ObservedState,
        observer: Observer
    ) async throws(DeviceFailure) -> Plan {
        var observed = observed
        let names = Set(observed.users.map(\.name)).intersection(desired.endings.keys)
            .union(desired.namesLeftBehind(in: observed))
        observed.cookies = try await observer.cookies(names)
        if observed.scope == .everything { observed.files = try await files(desired, observed, observer: observer) }
        return Planner.plan(
            desired: desired,
            observed: observed,
            limits: configuration.limits,
            decisions: observed.scope == .everything ? work.decisions : work.decisions.ofNames
        )
    }

    /// The files of login pages that are asked for, or that nobody asks for any more.
    private func files(
        _ desired: DesiredState,
        _ observed: ObservedState,
        observer: Observer
    ) async throws(DeviceFailure) -> [ObservedFile]? {
        let pages = observed.facts.servers.compactMap(\.pages)
        var directories = Set(pages.map(\.override).filter { DesiredLoginPage.isOwn($0, of: store.gatewayID) })
        for page in desired.services.compactMap(\.loginPage) {
            for server in pages { directories.insert(server.path(of: page.directory)) }
        }
        return directories.isEmpty ? nil : try await observer.files(in: directories)
    }
}
