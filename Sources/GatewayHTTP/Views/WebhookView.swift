import GatewayDomain
public import GatewayStore

/// A webhook as programs read it, without its secret.
public struct WebhookView {
    private let status: WebhookStatus

    /// Shows a webhook.
    ///
    /// - Parameter status: the webhook, and what is on its way.
    public init(status: WebhookStatus) {
        self.status = status
    }

    /// One JSON object; without types it is told of every event.
    public var json: JSON {
        let webhook = status.webhook
        return [
            "id": .id(webhook.id),
            "url": .string(webhook.settings.target.description),
            "types": .list(webhook.settings.kinds.map(\.rawValue).sorted()) { .string($0) },
            "note": .string(webhook.settings.note),
            "enabled": .boolean(webhook.disabledAt == nil),
            "disabled_at": .time(webhook.disabledAt),
            "disabled_reason": .string(webhook.disabledReason),
            "pending_count": .integer(Int64(status.pendingCount)),
            "created_at": .time(webhook.createdAt),
        ]
    }
}

/// What was sent to a webhook about an event, as programs read it.
public struct WebhookDeliveryView {
    private let delivery: WebhookDelivery

    /// Shows a delivery.
    ///
    /// - Parameter delivery: the delivery.
    public init(delivery: WebhookDelivery) {
        self.delivery = delivery
    }

    /// One JSON object; its id is the event's, which is also the `webhook-id` of its messages.
    public var json: JSON {
        [
            "id": .id(delivery.event),
            "type": .string(delivery.kind.rawValue),
            "state": .string(delivery.state.rawValue),
            "created_at": .time(delivery.createdAt),
            "next_attempt_at": .time(delivery.nextAttemptAt),
            "delivered_at": .time(delivery.deliveredAt),
            "attempt_count": .integer(Int64(delivery.attemptCount)),
            "attempts": .list(delivery.attempts, Self.attempt),
        ]
    }

    private static func attempt(_ attempt: DeliveryAttempt) -> JSON {
        let (status, error): (Int?, String?) =
            switch attempt.result {
            case .answered(let status, _): (status, nil)
            case .failed(let reason): (nil, reason)
            }
        return [
            "started_at": .time(attempt.startedAt),
            "took_milliseconds": .integer(attempt.took.wholeMilliseconds),
            "status": .number(status),
            "error": .string(error),
        ]
    }
}
