public import GatewayDomain

extension Store {
    /// The figures that monitoring asks for.
    ///
    /// Three statements, whatever the number of devices.
    ///
    /// - Parameter now: the time.
    /// - Returns: the figures, all of one moment.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func figures(now: Timestamp) async throws(StoreError) -> StoreFigures {
        try await read { connection throws(StoreError) in
            let fleet = try FleetSummary.read(connection, now: now)
            let rows = try connection.query(
                """
                SELECT (SELECT COUNT(*) FROM redemptions) AS redemption_count,
                    (SELECT COUNT(*) FROM push_runs WHERE run_id IS NULL AND expires_at > $1) AS push_count,
                    (SELECT COUNT(*) FROM webhook_deliveries WHERE next_attempt_at IS NOT NULL) AS delivery_count
                """,
                [now]
            )
            guard let row = rows.first else { throw .damaged("the figures") }
            return StoreFigures(
                fleet: fleet,
                redemptionCount: Int(try row.integer("redemption_count")),
                waitingPushCount: Int(try row.integer("push_count")),
                waitingDeliveryCount: Int(try row.integer("delivery_count"))
            )
        }
    }
}
