public import ServiceLifecycle

/// Keeps all devices right, as long as it runs: the automatic sync.
public struct SyncService: Service {
    private let context: SyncContext

    /// Makes the service; nothing happens before ``run()``.
    ///
    /// - Parameter context: where work is found and how it is done. Only one service may run on an SQLite file at a time: whoever
    ///   starts it takes the serve lease.
    public init(_ context: SyncContext) {
        self.context = context
    }

    /// Keeps devices right until the service is asked to stop; then finishes what is under way and closes every connection.
    public func run() async throws {
        let engine = SyncEngine(context, request: nil)
        await withTaskCancellationOrGracefulShutdownHandler {
            await engine.run()
        } onCancelOrGracefulShutdown: {
            engine.stop()
        }
    }
}
