public import GatewayDomain

extension Store {
    /// The webhooks for which something is due, with the moment, and when the next one is.
    ///
    /// One statement that reads one entry of an index for each webhook: it is asked after each change.
    ///
    /// - Returns: for each webhook that is told and for which something waits, when that is due.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func dueDeliveries() async throws(StoreError) -> [Webhook.ID: Timestamp] {
        try await read { connection throws(StoreError) in
            var due: [Webhook.ID: Timestamp] = [:]
            let rows = try connection.query(
                """
                SELECT w.id, (
                    SELECT d.next_attempt_at FROM webhook_deliveries AS d
                    WHERE d.webhook_id = w.id AND d.next_attempt_at IS NOT NULL ORDER BY d.next_attempt_at LIMIT 1
                ) AS due_at
                FROM webhooks AS w WHERE w.disabled_at IS NULL
                """
            )
            for row in rows { due[try row.id("id")] = try row.optionalTime("due_at") }
            return due
        }
    }

    /// Takes over deliveries to a webhook that are due.
    ///
    /// Nobody else takes them for a while. Should this process end before it says what came of them, they are due again then: each is
    /// made at least once, and its message has the same id each time. How long it is tried counts from the first attempt, by the clock of
    /// whoever makes it; one that lies further ahead than any wait was set by another clock, and is due.
    ///
    /// - Parameters:
    ///   - id: the webhook.
    ///   - limit: how many at most.
    ///   - now: the time.
    ///   - lease: for how long nobody else takes them.
    /// - Returns: the deliveries, longest due first; none when the webhook is disabled or gone.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func claimDeliveries(
        to id: Webhook.ID,
        limit: Int,
        now: Timestamp,
        for lease: Duration
    ) async throws(StoreError) -> [ClaimedDelivery] {
        // Not `write`: nobody waits for it, and it would wake who asked.
        try await database.write { [sealing] connection throws(StoreError) in
            guard let webhook = try Webhook.all(connection, id: id).first, webhook.disabledAt == nil else { return [] }
            let rows = try connection.query(
                """
                UPDATE webhook_deliveries SET next_attempt_at = $4,
                    trying_since = CASE WHEN trying_since = next_attempt_at THEN $2 ELSE trying_since END
                WHERE webhook_id = $1 AND event_id IN (
                    SELECT event_id FROM webhook_deliveries
                    WHERE webhook_id = $1 AND (next_attempt_at <= $2 OR next_attempt_at > $5)
                    ORDER BY next_attempt_at, event_id LIMIT $3
                ) RETURNING event_id, tries, trying_since
                """,
                [id, now, limit, now + lease, now + DeliveryRules.farthest]
            )
            guard !rows.isEmpty else { return [] }
            let secrets = try Self.secrets(of: webhook, connection, sealing, now: now)
            var events: [GatewayEvent.ID: RecordedEvent] = [:]
            let told = try connection.query(
                "SELECT e.* FROM events AS e JOIN \(rows: 1, ["id": .text]) AS r ON r.id = e.id",
                [SQLRows(rows.map { row throws(StoreError) in try row.text("event_id") }) { [$0] }],
                as: RecordedEvent.init(row:)
            )
            for event in told { events[event.id] = event }
            var claimed: [ClaimedDelivery] = []
            for row in rows {
                guard let event = events[try row.id("event_id")] else { continue }
                claimed.append(
                    ClaimedDelivery(
                        webhook: webhook,
                        event: event,
                        secrets: secrets,
                        tries: Int(try row.integer("tries")),
                        tryingSince: try row.time("trying_since"),
                        claimedUntil: now + lease
                    )
                )
            }
            return claimed.sorted { $0.event.position < $1.event.position }
        }.value
    }

    private static func secrets(
        of webhook: Webhook,
        _ connection: any SQLConnection,
        _ sealing: SecretSealing,
        now: Timestamp
    ) throws(StoreError) -> [Secret] {
        let rows = try connection.query(
            "SELECT sealed_secret, sealed_old_secret FROM webhooks WHERE id = $1",
            [webhook.id]
        )
        guard let row = rows.first else { return [] }
        var secrets = [try sealing.open(try row.bytes("sealed_secret"), row: webhook.id.rawValue)]
        if let until = webhook.oldSecretUntil, now < until {
            secrets.append(try sealing.open(try row.bytes("sealed_old_secret"), row: webhook.id.rawValue))
        }
        return secrets
    }

    /// Writes down what came of a delivery.
    ///
    /// One that was taken over by somebody else meanwhile keeps what that one makes of it, unless it arrived: then it has arrived.
    /// A receiver that is gone for good disables its webhook.
    ///
    /// - Parameters:
    ///   - attempt: what happened.
    ///   - verdict: what follows.
    ///   - delivery: the delivery.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written; the delivery is made again.
    public func record(
        _ attempt: DeliveryAttempt,
        _ verdict: DeliveryVerdict,
        of delivery: ClaimedDelivery,
        now: Timestamp
    ) async throws(StoreError) {
        let retryAt: Timestamp? = if case .retry(let time) = verdict { time } else { nil }
        let isDelivered = verdict == .delivered
        _ = try await database.write { connection throws(StoreError) in
            let (webhook, event) = (delivery.webhook.id, delivery.event.id)
            let counted = try connection.query(
                """
                UPDATE webhook_deliveries SET attempt_count = attempt_count + 1
                WHERE webhook_id = $1 AND event_id = $2 RETURNING attempt_count
                """,
                [webhook, event]
            )
            // The webhook, or the event, was removed meanwhile.
            guard let number = try counted.first?.integer("attempt_count") else { return }
            try connection.query(
                """
                UPDATE webhook_deliveries SET tries = tries + 1, next_attempt_at = $4, delivered_at = $5, failed_at = $6
                WHERE webhook_id = $1 AND event_id = $2
                    AND (next_attempt_at = $3 OR ($5 IS NOT NULL AND delivered_at IS NULL))
                """,
                [
                    webhook, event, delivery.claimedUntil, retryAt, isDelivered ? now : nil,
                    isDelivered || retryAt != nil ? nil : now,
                ]
            )
            try Self.insert(attempt, number: number, to: webhook, event, connection)
            guard verdict == .gone else { return }
            try connection.query(
                "UPDATE webhooks SET disabled_at = $2, disabled_reason = $3 WHERE id = $1 AND disabled_at IS NULL",
                [webhook, now, "the receiver answered 410: it wants nothing more"]
            )
        }
    }

    private static func insert(
        _ attempt: DeliveryAttempt,
        number: Int64,
        to webhook: Webhook.ID,
        _ event: GatewayEvent.ID,
        _ connection: any SQLConnection
    ) throws(StoreError) {
        let (status, error): (Int?, String?) =
            switch attempt.result {
            case .answered(let status, _): (status, nil)
            case .failed(let reason): (nil, reason)
            }
        try connection.query(
            """
            INSERT INTO webhook_attempts (webhook_id, event_id, number, started_at, took_milliseconds, status, error)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [webhook, event, number, attempt.startedAt, attempt.took.wholeMilliseconds, status, error]
        )
    }
}
