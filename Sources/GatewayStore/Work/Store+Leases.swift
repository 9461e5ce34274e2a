public import GatewayDomain

/// How long a claimed device stays claimed.
extension Store {
    /// Keeps a claimed device longer.
    ///
    /// - Parameters:
    ///   - work: the claimed device.
    ///   - now: the time.
    ///   - duration: how long it is leased from now on. Default: 60 s.
    /// - Returns: the work with its new end.
    /// - Throws: ``StoreError/leaseLost(device:)`` when another worker has it: this one has to let go.
    public func extendLease(
        _ work: DeviceWork,
        now: Timestamp,
        for duration: Duration = .seconds(60)
    ) async throws(StoreError) -> DeviceWork {
        var extended = work
        extended.leasedUntil = now + duration
        let until = extended.leasedUntil
        _ = try await database.write { connection throws(StoreError) in
            let rows = try connection.query(
                "UPDATE devices SET leased_until = $3 WHERE id = $1 AND leased_by = $2 RETURNING id",
                [work.device.id, work.holder.text, until]
            )
            guard !rows.isEmpty else { throw .leaseLost(device: work.device.host) }
            guard let request = work.request else { return }
            try connection.query(
                "UPDATE push_runs SET expires_at = $3 WHERE request_id = $1 AND device_id = $2",
                [request, work.device.id, until + .seconds(30)]
            )
        }
        return extended
    }

    /// Gives back the devices of processes of this machine that no longer exist: they were killed, and nobody is to wait for them.
    ///
    /// - Parameters:
    ///   - holder: this process.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func releaseAbandonedLeases(seenBy holder: LeaseHolder, now: Timestamp) async throws(StoreError) {
        let gone = try await read { connection throws(StoreError) in
            let rows = try connection.query(
                "SELECT DISTINCT leased_by FROM devices WHERE leased_by IS NOT NULL AND leased_until > $1",
                [now]
            )
            var gone: [String] = []
            for row in rows {
                let text = try row.text("leased_by")
                if try LeaseHolder(text: text).isGone(seenBy: holder) { gone.append(text) }
            }
            return gone
        }
        guard !gone.isEmpty else { return }
        try await write { connection throws(StoreError) in
            for text in gone {
                try connection.query(
                    "UPDATE devices SET leased_by = NULL, leased_until = NULL WHERE leased_by = $1",
                    [text]
                )
            }
        }
    }
}
