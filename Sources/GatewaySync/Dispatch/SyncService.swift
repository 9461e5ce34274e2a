public import GatewayDomain
public import GatewayStore
public import Logging
public import NIOCore
public import ServiceLifecycle

/// Keeps all devices right, as long as it runs: the automatic sync.
public struct SyncService: Service {
    private let store: Store
    private let holder: LeaseHolder
    private let configuration: SyncConfiguration
    private let group: any EventLoopGroup
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    /// Makes the service; nothing happens before ``run()``.
    ///
    /// - Parameters:
    ///   - store: where work is found. Only one service may run on an SQLite file at a time: whoever starts it takes the serve lease.
    ///   - holder: in whose name devices are claimed.
    ///   - configuration: how often, how fast and how patiently.
    ///   - group: where connections run.
    ///   - logger: one line for each run that changed something or failed.
    ///   - now: the time.
    public init(
        store: Store,
        holder: LeaseHolder,
        configuration: SyncConfiguration,
        group: any EventLoopGroup,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.holder = holder
        self.configuration = configuration
        self.group = group
        self.logger = logger
        self.now = now
    }

    /// Keeps devices right until the service is asked to stop; then finishes what is under way and closes every connection.
    public func run() async throws {
        let engine = SyncEngine(
            store: store,
            holder: holder,
            configuration: configuration,
            group: group,
            logger: logger,
            now: now,
            request: nil
        )
        await withTaskCancellationOrGracefulShutdownHandler {
            await engine.run()
        } onCancelOrGracefulShutdown: {
            engine.stop()
        }
    }
}
