import GatewayDomain
@testable import GatewayStore

@testable import GatewaySync

extension TestGateway {
    /// One run of a device, without the store's queue.
    func run(
        _ device: Device,
        scope: Scope?,
        mode: SyncRun.Mode = .push,
        over link: DeviceLink
    ) async throws -> DeviceRun.Result {
        let work = DeviceWork(
            device: device,
            isPaused: false,
            mode: mode,
            trigger: .change,
            scope: scope,
            // Nothing that changes meanwhile is newer.
            targetRevision: .max,
            decisions: PushDecisions(),
            request: nil,
            holder: holder,
            leasedUntil: now() + .seconds(60),
            claimedAt: now(),
            failureCount: 0,
            auditAt: nil
        )
        return try await DeviceRun(
            work: work,
            store: store,
            link: link,
            configuration: configuration,
            logger: .silent,
            now: now
        ).perform()
    }
}
