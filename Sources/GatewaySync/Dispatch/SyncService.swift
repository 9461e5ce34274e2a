public import GatewayStore
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

    /// Counts the runs.
    public var tally: RunTally { engine.tally }

    /// What the service is doing now, in numbers.
    public var figures: SyncFigures { engine.figures }

    /// How many times work was looked for and given out: it stands still when the sync does, whatever else goes on in the process.
    public var turns: Int { engine.turns }

    /// Has work looked for now, so that ``turns`` goes on also while nothing is due.
    public func nudge() {
        engine.nudge()
    }

    /// Works by another configuration from now on.
    ///
    /// What is under way ends by the one that it began with, and connections that are open keep what they were opened with. Looks and
    /// audits that would come later than the new intervals say are brought forward in proportion, so that they stay spread out.
    ///
    /// - Parameter configuration: what holds from now on.
    /// - Throws: ``StoreError`` when they could not be brought forward: they then come by the old interval once more.
    public func reconfigure(_ configuration: SyncConfiguration) async throws(StoreError) {
        try await engine.reconfigure(configuration)
    }

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
