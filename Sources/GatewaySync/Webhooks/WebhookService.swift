public import GatewayDomain
public import GatewayStore
public import Logging
public import ServiceLifecycle
import Synchronization

/// Tells webhooks of events, as long as it runs: each at least once, in no particular order.
///
/// What is to be delivered is found in the store, where whoever appended the event put it. A delivery is taken over before it is
/// made and written down after, so that a gateway that ends in between makes it again, with the same `webhook-id`.
public struct WebhookService: Service {
    /// The longest sleep: a clock that was set, or a machine that stood still, is noticed by then.
    static let longestSleep: Duration = .seconds(60)
    /// How long is waited for a database that could not be used.
    static let retryDelay: Duration = .seconds(5)

    private let desk: WebhookDesk
    private let pause: @Sendable (Duration) async throws -> Void

    /// Makes the service; nothing happens before ``run()``.
    ///
    /// - Parameters:
    ///   - store: where webhooks and events are.
    ///   - configuration: how they are told.
    ///   - logger: one line for each webhook that wants nothing more, and each delivery that is given up.
    ///   - now: the time.
    ///   - tally: counts what came of each try. Default: one that nobody reads.
    public init(
        store: Store,
        configuration: WebhookConfiguration = WebhookConfiguration(),
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp,
        tally: DeliveryTally = DeliveryTally()
    ) {
        let sender = WebhookSender(configuration: configuration, now: now)
        let desk = WebhookDesk(
            store: store,
            configuration: configuration,
            logger: logger,
            now: now,
            send: sender.send,
            close: sender.close,
            tally: tally
        )
        self.init(desk: desk, pause: { try await Task.sleep(for: $0) })
    }

    init(desk: WebhookDesk, pause: @escaping @Sendable (Duration) async throws -> Void) {
        self.desk = desk
        self.pause = pause
    }

    /// Delivers until the service is asked to stop; then answers under way are waited for, for a short while.
    public func run() async throws {
        let wakeUp = WakeUp()
        // Before the first look: no change falls between the two.
        let changes = desk.store.changeSignals()
        await withTaskCancellationOrGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    for await _ in changes { wakeUp.call() }
                }
                wakeUp.call()
                await run(whenever: wakeUp)
                group.cancelAll()
            }
            await desk.close()
        } onCancelOrGracefulShutdown: {
            wakeUp.finish()
        }
    }

    private func run(whenever wakeUp: WakeUp) async {
        await withDiscardingTaskGroup { deliveries in
            // SAFETY: the alarm only pauses and calls; it is cancelled at the next call, and below at the end.
            var alarm: Task<Void, any Error>?
            for await _ in wakeUp.calls {
                alarm?.cancel()
                let (claimed, delay) = await desk.claim()
                for delivery in claimed {
                    deliveries.addTask {
                        await desk.deliver(delivery)
                        wakeUp.call()
                    }
                }
                // SAFETY: as above.
                alarm = Task {
                    try await pause(delay)
                    wakeUp.call()
                }
            }
            alarm?.cancel()
            await desk.waitForAnswers()
            // What is cancelled now is written down by nobody, and made again.
            deliveries.cancelAll()
        }
    }
}
