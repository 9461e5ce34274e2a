public import GatewayDomain

extension Store {
    /// Notes how wrong a router's clock was when it was read, unless that is known.
    ///
    /// - Parameters:
    ///   - note: what was read.
    ///   - device: the router.
    /// - Throws: ``StoreError`` when the database cannot be used.
    public func noteClock(_ note: RouterClockNote, of device: Device.ID) async throws(StoreError) {
        let known = try await read { connection throws(StoreError) in
            try connection.query(
                "SELECT error_seconds, noted_at FROM router_clocks WHERE device_id = $1",
                [device]
            ) { row throws(StoreError) in
                RouterClockNote(
                    errorSeconds: try row.integer("error_seconds"),
                    notedAt: try row.time("noted_at")
                )
            }.first
        }
        if let known, known.covers(note) { return }
        try await keepClock(note, of: device)
    }

    /// Writes a note down.
    func keepClock(_ note: RouterClockNote, of device: Device.ID) async throws(StoreError) {
        // Not `write`: nobody waits for this change, and it is no change of anybody's.
        _ = try await database.write { connection throws(StoreError) in
            // Of a router that was removed meanwhile nothing is noted.
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
