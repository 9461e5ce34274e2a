public import GatewayDomain

extension Store {
    /// Notes how wrong a router's clock was when it was read, unless that is known, and finds out since when it has been so.
    ///
    /// - Parameters:
    ///   - clock: what was read.
    ///   - device: the router.
    /// - Returns: what is known of the clock after this reading.
    /// - Throws: ``StoreError`` when the database cannot be used.
    @discardableResult
    public func noteClock(_ clock: RouterTime, of device: Device.ID) async throws(StoreError) -> RouterClockSpan {
        let known = try await read { connection throws(StoreError) in
            try connection.query(
                """
                SELECT error_seconds, noted_at, steady_error_seconds, steady_since, steady_checked_at
                FROM router_clocks WHERE device_id = $1
                """,
                [device]
            ) { row throws(StoreError) in
                (note: try RouterClockNote(row: row), span: try RouterClockSpan(row: row))
            }.first
        }
        let note = RouterClockNote(errorSeconds: clock.aheadSeconds, notedAt: clock.readAt)
        let span = RouterClockSpan(clock, after: known?.span)
        guard known?.note?.covers(note) != true || known?.span?.covers(span) != true else { return span }
        // Not `write`: nobody waits for this change, and it is no change of anybody's. Of a router that was removed meanwhile nothing
        // is noted.
        _ = try await database.write { connection throws(StoreError) in
            try connection.query(
                """
                INSERT INTO router_clocks (
                    device_id, error_seconds, noted_at, steady_error_seconds, steady_since, steady_checked_at
                )
                SELECT id, $2, $3, $2, $4, $3 FROM devices WHERE id = $1
                ON CONFLICT (device_id) DO UPDATE SET error_seconds = excluded.error_seconds,
                    noted_at = excluded.noted_at, steady_error_seconds = excluded.steady_error_seconds,
                    steady_since = excluded.steady_since, steady_checked_at = excluded.steady_checked_at
                """,
                [device, note.errorSeconds, note.notedAt, span.since]
            )
        }
        return span
    }

    /// Writes down how wrong a clock is by what a router itself reports; as above, it is no change of anybody's.
    func keepClock(_ note: RouterClockNote, of device: Device.ID) async throws(StoreError) {
        _ = try await database.write { connection throws(StoreError) in
            try connection.query(
                """
                INSERT INTO router_clocks (device_id, error_seconds, noted_at)
                SELECT id, $2, $3 FROM devices WHERE id = $1
                ON CONFLICT (device_id) DO UPDATE
                    SET error_seconds = excluded.error_seconds, noted_at = excluded.noted_at
                """,
                [device, note.errorSeconds, note.notedAt]
            )
        }
    }
}

extension RouterClockSpan {
    /// Reads what is known of a clock's steadiness; nil where only the router itself has told of its clock.
    init?(row: SQLRow) throws(StoreError) {
        guard let error = try row.optionalInteger("steady_error_seconds") else { return nil }
        self.init(
            errorSeconds: error,
            since: try row.time("steady_since"),
            checkedAt: try row.time("steady_checked_at")
        )
    }
}
