public import GatewayDomain

/// A webhook and what is on its way to it.
public struct WebhookStatus: Hashable, Sendable {
    /// The webhook.
    public var webhook: Webhook
    /// How many events wait to be delivered to it.
    public var pendingCount: Int

    /// Describes a webhook.
    ///
    /// - Parameters:
    ///   - webhook: the webhook.
    ///   - pendingCount: how many events wait to be delivered to it. Default: none.
    public init(_ webhook: Webhook, pendingCount: Int = 0) {
        self.webhook = webhook
        self.pendingCount = pendingCount
    }
}

/// What is sent to a webhook about one event; its event's id is its own, too.
public struct WebhookDelivery: Hashable, Sendable {
    /// How far it is.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// It is tried, now or later.
        case pending
        /// The receiver has it.
        case delivered
        /// It was tried in vain.
        case failed
    }

    /// The event.
    public var event: GatewayEvent.ID
    /// What happened.
    public var kind: GatewayEvent.Kind
    /// How far it is.
    public var state: State
    /// When the event was written down.
    public var createdAt: Timestamp
    /// When it is tried next; nil unless it is pending.
    public var nextAttemptAt: Timestamp?
    /// When the receiver took it.
    public var deliveredAt: Timestamp?
    /// How often it was tried in all.
    public var attemptCount: Int
    /// The newest attempts, newest first, ``attemptsShown`` at the most.
    public var attempts: [DeliveryAttempt]

    /// So many attempts are told.
    public static let attemptsShown = 10
}

/// A delivery that this process is to make.
public struct ClaimedDelivery: Sendable {
    /// Where to.
    public var webhook: Webhook
    /// What of.
    public var event: RecordedEvent
    /// With what the message is signed: the secret, and the one of before as long as that is good.
    public var secrets: [Secret]
    /// How often it was tried since `tryingSince`, without this time.
    public var tries: Int
    /// Since when it is tried.
    public var tryingSince: Timestamp
    /// Until when nobody else makes it.
    public var claimedUntil: Timestamp
}

/// Where a page of the deliveries of a webhook ended.
extension TimeCursor {
    /// The place right after a delivery.
    ///
    /// - Parameter delivery: the delivery.
    public init(after delivery: WebhookDelivery) {
        time = delivery.createdAt
        id = delivery.event.rawValue
    }
}
