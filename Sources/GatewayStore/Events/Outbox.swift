import GatewayDomain

/// The one place that writes events.
///
/// Whoever makes something true that others want to know appends the event in the same transaction: a crash leaves both or
/// neither.
enum Outbox {
    /// Writes events, and a delivery of each for every webhook that wants its kind.
    ///
    /// Three statements, whatever the number of events and webhooks; none without events. The counter gives out the positions, and
    /// its row stays locked until the transaction ends: positions become visible in their order, so that whoever has read up to one
    /// misses nothing before it.
    ///
    /// - Parameters:
    ///   - connection: a connection inside the transaction that makes the events true.
    ///   - events: what happened, in this order.
    ///   - now: the time.
    ///   - newID: draws an id for each.
    /// - Throws: ``StoreError`` when the database cannot be written.
    static func append(
        _ connection: any SQLConnection,
        _ events: [GatewayEvent],
        now: Timestamp,
        newID: () -> GatewayEvent.ID
    ) throws(StoreError) {
        guard !events.isEmpty else { return }
        let counted = try connection.query(
            "UPDATE counters SET value = value + $1 WHERE name = 'event' RETURNING value",
            [events.count]
        )
        guard let last = try counted.first?.integer("value") else { throw .damaged("the event counter is gone") }
        let first = last - Int64(events.count) + 1
        let rows = SQLRows(zip(first..., events)) { position, event in
            [position, newID(), event.kind.rawValue, event.site, event.occurredAt, EventText.data(event.data)]
        }
        let source: SQL = """
            \(rows: 1, [
                "position": .int64, "id": .text, "kind": .text, "site_id": .text, "occurred_at": .int64, "data": .text,
            ])
            """
        try connection.query(
            """
            INSERT INTO events (position, id, kind, site_id, occurred_at, data, recorded_at)
            SELECT r.position, r.id, r.kind, r.site_id, r.occurred_at, r.data, $2 FROM \(source) AS r
            """,
            [rows, now]
        )
        try connection.query(
            """
            INSERT INTO webhook_deliveries (
                webhook_id, event_id, created_at, trying_since, tries, attempt_count, next_attempt_at
            )
            SELECT w.id, e.id, $2, $2, 0, 0, $2 FROM events AS e JOIN webhooks AS w ON w.disabled_at IS NULL
            WHERE e.position >= $1 AND (
                w.wants_all = 1
                OR EXISTS (SELECT 1 FROM webhook_kinds AS k WHERE k.webhook_id = w.id AND k.kind = e.kind)
            )
            """,
            [first, now]
        )
    }
}

extension Store {
    /// Draws the id of an event.
    func newEventID() -> GatewayEvent.ID { newID() }
}
