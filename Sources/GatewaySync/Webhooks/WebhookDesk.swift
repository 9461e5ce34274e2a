import GatewayDomain
import GatewayStore
import Logging
import Synchronization

/// Takes deliveries over, makes them and writes down what came of them.
final class WebhookDesk: Sendable {
    let store: Store
    let close: @Sendable () async -> Void
    private let tally: DeliveryTally
    private let configuration: WebhookConfiguration
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let send: @Sendable (ClaimedDelivery) async -> DeliveryAttempt
    /// How many messages are on their way to each webhook.
    private let underway = Mutex<[Webhook.ID: Int]>([:])

    init(
        store: Store,
        configuration: WebhookConfiguration,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp,
        send: @escaping @Sendable (ClaimedDelivery) async -> DeliveryAttempt,
        close: @escaping @Sendable () async -> Void = {},
        tally: DeliveryTally = DeliveryTally()
    ) {
        self.tally = tally
        self.store = store
        self.configuration = configuration
        self.logger = logger
        self.now = now
        self.send = send
        self.close = close
    }

    /// Takes over what is due, as far as each webhook has room.
    ///
    /// A webhook that cannot be read keeps none of the others waiting.
    ///
    /// - Returns: what is to be delivered, and how long nothing will be due unless something changes.
    func claim() async -> (deliveries: [ClaimedDelivery], delay: Duration) {
        var claimed: [ClaimedDelivery] = []
        var delay = WebhookService.longestSleep
        do {
            for (webhook, dueAt) in try await store.dueDeliveries() {
                let free = configuration.messagesAtOnceMaximum - underway.withLock { $0[webhook] ?? 0 }
                // One without room is looked at again when it has some.
                guard free > 0 else { continue }
                let time = now()
                guard dueAt <= time || dueAt - time > DeliveryRules.farthest else {
                    delay = min(delay, dueAt - time)
                    continue
                }
                guard let taken = await claim(free, of: webhook, at: time) else {
                    delay = min(delay, WebhookService.retryDelay)
                    continue
                }
                underway.withLock { $0[webhook, default: 0] += taken.count }
                claimed += taken
                // Somebody else was quicker.
                if taken.isEmpty { delay = min(delay, .seconds(1)) }
            }
        } catch {
            logger.error("webhooks cannot be told of events", metadata: ["reason": "\(error)"])
            delay = min(delay, WebhookService.retryDelay)
        }
        return (deliveries: claimed, delay: delay)
    }

    /// Takes over some deliveries of one webhook; nil when that failed.
    private func claim(_ count: Int, of webhook: Webhook.ID, at time: Timestamp) async -> [ClaimedDelivery]? {
        do {
            return try await store.claimDeliveries(
                to: webhook,
                limit: count,
                now: time,
                for: configuration.leaseDuration
            )
        } catch {
            logger.error(
                "a webhook cannot be told of events",
                metadata: ["webhook": "\(webhook)", "reason": "\(error)"]
            )
            return nil
        }
    }

    /// Makes a delivery, and writes down what came of it.
    func deliver(_ delivery: ClaimedDelivery) async {
        let attempt = await send(delivery)
        if !Task.isCancelled { await record(attempt, of: delivery) }
        underway.withLock { underway in
            underway[delivery.webhook.id, default: 1] -= 1
            if underway[delivery.webhook.id] == 0 { underway[delivery.webhook.id] = nil }
        }
    }

    private func record(_ attempt: DeliveryAttempt, of delivery: ClaimedDelivery) async {
        var generator = SystemRandomNumberGenerator()
        let time = now()
        let verdict = DeliveryRules.verdict(
            on: attempt.result,
            tries: delivery.tries + 1,
            tryingSince: delivery.tryingSince,
            now: time,
            using: &generator
        )
        do {
            try await store.record(attempt, verdict, of: delivery, now: time)
        } catch {
            // It stays taken over for a while, and is made again then.
            logger.error("a delivery was not written down", metadata: ["reason": "\(error)"])
            return
        }
        let metadata: Logger.Metadata = ["webhook": "\(delivery.webhook.id)", "event": "\(delivery.event.id)"]
        switch verdict {
        case .delivered: tally.note(.delivered)
        case .retry: tally.note(.retry)
        case .givenUp:
            tally.note(.givenUp)
            logger.warning("an event could not be delivered, and is given up", metadata: metadata)
        case .gone:
            tally.note(.gone)
            logger.warning("a webhook wants nothing more, and is disabled", metadata: metadata)
        }
    }

    /// Waits for the answers that are on their way, for as long as a gateway that stops may take.
    func waitForAnswers() async {
        let end = ContinuousClock.now + configuration.stopGrace
        while underway.withLock({ !$0.isEmpty }), ContinuousClock.now < end {
            do {
                try await Task.sleep(for: .milliseconds(50))
            } catch {
                return
            }
        }
    }
}
