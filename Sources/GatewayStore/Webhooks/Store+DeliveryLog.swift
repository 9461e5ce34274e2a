public import GatewayDomain

extension Store {
    /// A page of the deliveries to a webhook, newest first, each with its newest attempts.
    ///
    /// - Parameters:
    ///   - id: the webhook.
    ///   - cursor: where the page before ended; nil for the first page.
    ///   - limit: how many at most. Default: 1000.
    /// - Returns: the deliveries.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a webhook.
    public func deliveries(
        to id: Webhook.ID,
        after cursor: TimeCursor? = nil,
        limit: Int = 1000
    ) async throws(StoreError) -> [WebhookDelivery] {
        try await read { connection throws(StoreError) in
            _ = try Webhook.one(connection, id)
            let rows = try connection.query(
                """
                SELECT d.*, e.kind FROM webhook_deliveries AS d JOIN events AS e ON e.id = d.event_id
                WHERE d.webhook_id = $1 AND (d.created_at, d.event_id) < ($2, $3)
                ORDER BY d.created_at DESC, d.event_id DESC LIMIT $4
                """,
                [id, cursor?.time ?? Timestamp(milliseconds: .max), cursor?.id ?? "", limit]
            )
            return try Self.deliveries(rows, to: id, connection)
        }
    }

    /// Sends an event to a webhook again, from now on and for as long as a new one, whatever came of it before.
    ///
    /// - Parameters:
    ///   - event: the event, which was once for this webhook.
    ///   - id: the webhook.
    ///   - now: the time.
    /// - Returns: the delivery, which is pending.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a delivery, or ``StoreError/conflict(_:)`` when the webhook is
    ///   disabled.
    public func redeliver(
        _ event: GatewayEvent.ID,
        to id: Webhook.ID,
        now: Timestamp
    ) async throws(StoreError) -> WebhookDelivery {
        try await write { connection throws(StoreError) in
            guard try Webhook.one(connection, id).disabledAt == nil else {
                throw .conflict("the webhook is disabled; enable it first")
            }
            let updated = try connection.query(
                """
                UPDATE webhook_deliveries SET
                    next_attempt_at = $3, trying_since = $3, tries = 0, delivered_at = NULL, failed_at = NULL
                WHERE webhook_id = $1 AND event_id = $2
                RETURNING *, (SELECT e.kind FROM events AS e WHERE e.id = event_id) AS kind
                """,
                [id, event, now]
            )
            guard let delivery = try Self.deliveries(updated, to: id, connection).first else {
                throw .notFound(kind: .delivery, reference: event.rawValue)
            }
            return delivery
        }
    }

    private static func deliveries(
        _ rows: [SQLRow],
        to webhook: Webhook.ID,
        _ connection: any SQLConnection
    ) throws(StoreError) -> [WebhookDelivery] {
        var attempts: [GatewayEvent.ID: [DeliveryAttempt]] = [:]
        var events: [String] = []
        for row in rows { events.append(try row.text("event_id")) }
        let tried = try connection.query(
            """
            SELECT a.* FROM webhook_attempts AS a JOIN \(rows: 2, ["id": .text]) AS r ON r.id = a.event_id
            JOIN webhook_deliveries AS d ON d.webhook_id = a.webhook_id AND d.event_id = a.event_id
            WHERE a.webhook_id = $1 AND a.number > d.attempt_count - $3 ORDER BY a.number DESC
            """,
            [webhook, SQLRows(events) { [$0] }, WebhookDelivery.attemptsShown]
        )
        for row in tried {
            let status = try row.optionalInteger("status")
            let error = try row.optionalText("error")
            let attempt = DeliveryAttempt(
                startedAt: try row.time("started_at"),
                took: .milliseconds(try row.integer("took_milliseconds")),
                result: status.map { .answered(status: Int($0), retryAfterSeconds: nil) } ?? .failed(error ?? "")
            )
            attempts[try row.id("event_id"), default: []].append(attempt)
        }
        var deliveries: [WebhookDelivery] = []
        for row in rows {
            let event = try row.id("event_id", of: GatewayEvent.self)
            let next = try row.optionalTime("next_attempt_at")
            let delivered = try row.optionalTime("delivered_at")
            deliveries.append(
                WebhookDelivery(
                    event: event,
                    kind: try row.choice("kind"),
                    state: next != nil ? .pending : delivered != nil ? .delivered : .failed,
                    createdAt: try row.time("created_at"),
                    nextAttemptAt: next,
                    deliveredAt: delivered,
                    attemptCount: Int(try row.integer("attempt_count")),
                    attempts: attempts[event] ?? []
                )
            )
        }
        return deliveries
    }
}
