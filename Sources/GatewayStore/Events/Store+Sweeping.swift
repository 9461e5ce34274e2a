public import GatewayDomain

extension Store {
    /// For so long are events kept, and what was delivered of them.
    public static let eventLifetime: Duration = .seconds(30 * 86_400)
    /// So many rows a step of tidying up takes at the most: few enough that nobody waits for it.
    static let sweepStep = 5000

    /// Looks for coupons whose time is over, and tells of those that nobody used.
    ///
    /// Each coupon is looked at once, in the transaction that tells of it: it stands in one event, whatever crashes, and whatever the
    /// clock does. Neither one that was redeemed or revoked, nor one whose login a router reports later.
    ///
    /// - Parameter now: the time.
    /// - Returns: how many coupons were looked at; ``sweepStep`` means that there may be more.
    /// - Throws: ``StoreError`` when the database cannot be written; nothing was told then.
    func sweepStepOfExpiredCoupons(now: Timestamp) async throws(StoreError) -> Int {
        try await write { [self] connection throws(StoreError) in
            let rows = try connection.query(
                """
                UPDATE coupons SET swept_at = $1 WHERE id IN (
                    SELECT id FROM coupons WHERE swept_at IS NULL AND expires_at <= $1 ORDER BY expires_at, id LIMIT $2
                ) RETURNING id, expires_at, revoked_at
                """,
                [now, Self.sweepStep]
            )
            var unused: [(id: Coupon.ID, at: Timestamp)] = []
            for row in rows where try row.optionalTime("revoked_at") == nil {
                unused.append((id: try row.id("id"), at: try row.time("expires_at")))
            }
            guard !unused.isEmpty else { return rows.count }
            let used = try connection.query(
                """
                SELECT e.coupon_id FROM redemptions AS e
                JOIN \(rows: 1, ["id": .text]) AS r ON r.id = e.coupon_id
                """,
                [SQLRows(unused) { [$0.id] }]
            ) { row throws(StoreError) in try row.id("coupon_id", of: Coupon.self) }
            let isUsed = Set(used)
            var told = unused.filter { !isUsed.contains($0.id) }
            told.sort { ($0.at, $0.id) < ($1.at, $1.id) }
            try Outbox.append(
                connection,
                GatewayEvent.expired(told.map(\.id), at: now),
                now: now,
                newID: newEventID
            )
            return rows.count
        }
    }

    /// Tells of every coupon whose time is over and that nobody used, in steps of bounded size.
    ///
    /// - Parameter now: the time.
    /// - Returns: how many coupons were looked at.
    /// - Throws: ``StoreError`` when the database cannot be written; the rest is found next time.
    @discardableResult
    public func sweepExpiredCoupons(now: Timestamp) async throws(StoreError) -> Int {
        var count = 0
        while true {
            let step = try await sweepStepOfExpiredCoupons(now: now)
            count += step
            if step < Self.sweepStep || Task.isCancelled { return count }
        }
    }

    /// Removes events that were kept for long enough, with their deliveries and the log of those.
    ///
    /// - Parameter now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func removeOldEvents(now: Timestamp) async throws(StoreError) {
        while !Task.isCancelled {
            let removed = try await database.write { connection throws(StoreError) in
                let old = try connection.query(
                    "SELECT id FROM events WHERE recorded_at <= $1 ORDER BY recorded_at LIMIT $2",
                    [now - Self.eventLifetime, Self.sweepStep]
                ) { row throws(StoreError) in try row.text("id") }
                guard !old.isEmpty else { return 0 }
                let rows = SQLRows(old) { [$0] }
                try connection.query(
                    """
                    DELETE FROM webhook_attempts WHERE (webhook_id, event_id) IN (
                        SELECT d.webhook_id, d.event_id FROM webhook_deliveries AS d
                        JOIN \(rows: 1, ["id": .text]) AS r ON r.id = d.event_id
                    )
                    """,
                    [rows]
                )
                try connection.query(
                    "DELETE FROM events WHERE id IN (SELECT r.id FROM \(rows: 1, ["id": .text]) AS r)",
                    [rows]
                )
                return old.count
            }.value
            if removed < Self.sweepStep { return }
        }
    }
}
