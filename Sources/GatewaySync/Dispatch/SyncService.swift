public import ServiceLifecycle

/// Keeps all devices right, as long as it runs: the automatic sync.
public struct SyncService: Service {
    private let engine: SyncEngine

    /// Makes the service; nothing happens before ``run()``.
    ///
    /// - Parameter context: where work is found and how it is done. Only one service may run on an SQLite file at a time: whoever
    ///   starts it takes the serve lease.
    public init(_ context: SyncContext) {
        engine = SyncEngine(context, request: nil)
    }

    /// What the service is doing now, in numbers.
    public var figures: SyncFigures { engine.figures }

    /// Keeps devices right until the service is asked to stop; then finishes what is under way and closes every connection.
    public func run() async throws {
        let engine = engine
        await withTaskCancellationOrGracefulShutdownHandler {
            await engine.run()
        } onCancelOrGracefulShutdown: {
            engine.stop()
        }
    }
}
