public import GatewayDomain
public import GatewayStore
public import Logging
public import ServiceLifecycle

/// Runs coupon schedules when they are due, as long as it runs.
///
/// It sleeps until the earliest run, and looks again when the store says that something changed: whoever makes, changes or
/// deletes a schedule needs not tell it. Changes by other processes are told while somebody watches the store
/// (``SyncService`` does). Running twice is impossible by the store's doing, not by this service's.
public struct ScheduleService: Service {
    /// The longest sleep: a clock that was set, or a machine that stood still, is noticed by then.
    static let longestSleep: Duration = .seconds(60)
    /// How long a schedule rests that could not make its coupons.
    static let rest: Duration = .seconds(600)
    /// How many schedules are run before it is asked whether to stop.
    static let batch = 20
    /// How long is waited for a database that could not be used.
    static let retryDelay: Duration = .seconds(5)

    private let store: Store
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let pause: @Sendable (Duration) async throws -> Void

    /// Makes the service; nothing happens before ``run()``.
    ///
    /// - Parameters:
    ///   - store: where the schedules are.
    ///   - logger: one line for each run.
    ///   - now: the time.
    public init(store: Store, logger: Logger, now: @escaping @Sendable () -> Timestamp) {
        self.init(store: store, logger: logger, now: now, pause: { try await Task.sleep(for: $0) })
    }

    init(
        store: Store,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.store = store
        self.logger = logger
        self.now = now
        self.pause = pause
    }

    /// Runs what is due until the service is asked to stop; a run that is under way ends first.
    public func run() async throws {
        let wakeUp = WakeUp()
        // Before the first look: no change falls between the two.
        let changes = store.changeSignals()
        await withTaskCancellationOrGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    for await _ in changes { wakeUp.call() }
                }
                wakeUp.call()
                await run(whenever: wakeUp)
                group.cancelAll()
            }
        } onCancelOrGracefulShutdown: {
            wakeUp.finish()
        }
    }

    private func run(whenever wakeUp: WakeUp) async {
        var round = ScheduleRound(store: store, logger: logger, now: now)
        // SAFETY: the alarm only pauses and calls; it is cancelled at the next call, and below at the end.
        var alarm: Task<Void, any Error>?
        for await _ in wakeUp.calls {
            alarm?.cancel()
            let delay = await round.runWhatIsDue()
            // SAFETY: as above.
            alarm = Task {
                try await pause(delay)
                wakeUp.call()
            }
        }
        alarm?.cancel()
    }
}
