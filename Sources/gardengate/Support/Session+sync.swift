import GatewayStore
import GatewaySync
import NIOPosix

extension Session {
    /// What a command works on devices with: this machine's configuration, and a clock that is held against what is on record.
    ///
    /// - Throws: what makes the configuration unreadable, or ``StoreError``.
    func syncContext() async throws -> SyncContext {
        var context = SyncContext(
            store: store,
            holder: .currentProcess(),
            configuration: try ConfigurationSource.ofThisMachine.read().sync(),
            group: MultiThreadedEventLoopGroup.singleton,
            logger: Log.silent,
            now: { .current }
        )
        context.clock = GatewayClock(watching: { .current }, newestRecord: try await store.newestRedemptionAt())
        return context
    }
}
