public import GatewayDomain

extension Store {
    /// Claims devices that have to be looked at, the most urgent first, each for one holder until its lease ends.
    ///
    /// Urgent in this order: a push that was asked for; names that changed; names that fall due; a change of everything; the
    /// regular look; the regular full comparison. A device is claimed for its most urgent reason only: a code that
    /// has to vanish never waits for a full comparison that is due as well. Devices of a paused site are claimed for looks,
    /// comparisons and pushes only; a device whose last run did not succeed waits for its time unless a push is asked for.
    ///
    /// - Parameters:
    ///   - holder: who works on them.
    ///   - limit: how many at most.
    ///   - aheadLimit: how many besides whose names changed, so that these never wait for a place. They are claimed for these names and
    ///     nothing else. Default: none.
    ///   - request: with a push that was asked for, only the devices that it is about, and only for what was asked for, not for what is
    ///     due besides; for a command that works itself because nobody serves. Default: all devices.
    ///   - busy: devices that the holder is still at work on, though their leases may have run out. Default: none.
    ///   - now: the time.
    ///   - duration: how long they are leased. Default: 60 s.
    /// - Returns: the work, most urgent first; no device that anybody else holds.
    /// - Throws: ``StoreError`` when the database cannot be written.
    public func claimWork(
        holder: LeaseHolder,
        limit: Int,
        aheadLimit: Int = 0,
        request: PushRequest.ID? = nil,
        except busy: Set<Device.ID> = [],
        now: Timestamp,
        for duration: Duration = .seconds(60)
    ) async throws(StoreError) -> [DeviceWork] {
        let result = try await database.write { connection throws(StoreError) in
            let candidates = try connection.query(
                Claim.candidates,
                [now, limit, request, SQLRows(busy) { [$0] }, aheadLimit],
                as: Claim.init(row:)
            )
            guard !candidates.isEmpty else { return [DeviceWork]() }
            let until = now + duration
            let taken = try connection.query(
                """
                UPDATE devices SET leased_by = $2, leased_until = $3
                WHERE id IN (SELECT r.id FROM \(rows: 1, ["id": .text]) AS r)
                    AND (leased_until IS NULL OR leased_until <= $4)
                RETURNING id
                """,
                [SQLRows(candidates) { [$0.device.id] }, holder.text, until, now]
            ) { row throws(StoreError) in try row.id("id", of: Device.self) }
            let claims = candidates.filter { taken.contains($0.device.id) }
            if claims.contains(where: { $0.request != nil }) {
                // Whoever took a request keeps it from expiring as long as the lease lasts, and a while longer, so that
                // another worker can take over from one that died.
                try connection.query(
                    """
                    UPDATE push_runs SET expires_at = $2
                    WHERE run_id IS NULL AND expires_at < $2 AND (request_id, device_id) IN (
                        SELECT r.request_id, r.device_id
                        FROM \(rows: 1, ["request_id": .text, "device_id": .text]) AS r
                    )
                    """,
                    [
                        SQLRows(claims.filter { $0.request != nil }) { [$0.request, $0.device.id] },
                        until + .seconds(30),
                    ]
                )
            }
            let (scopes, asked) = try Claim.scopes(connection, claims.filter(\.needsNames), now: now)
            return claims.map { claim in
                let id = claim.device.id
                var work = claim.work(names: scopes[id] ?? .names([]), holder: holder, until: until, now: now)
                work.isAsked = asked.contains(id)
                return work
            }
        }
        // No signal: nobody but the holder of a lease has anything to do about it.
        return result.value
    }

    /// The names that have changed for a claimed device since it was claimed: what a long run lets pass between its stages.
    ///
    /// - Parameters:
    ///   - work: the claimed device.
    ///   - position: behind which change to begin, as the last answer told it; nil for all since the claim. Default: nil.
    /// - Returns: the names of the next changes, of ``Scope/namesMaximum`` changes at most, and how far that goes. A change of
    ///   everything is passed over: it is not urgent.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func changedNames(
        for work: DeviceWork,
        behind position: ChangePosition? = nil
    ) async throws(StoreError) -> (names: Set<String>, position: ChangePosition) {
        let start = position ?? ChangePosition(behindRevision: work.targetRevision)
        return try await read { connection throws(StoreError) in
            try Claim.changedNames(connection, device: work.device.id, behind: start)
        }
    }

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

    /// When the next device has to be looked at.
    ///
    /// - Parameter now: the time.
    /// - Returns: `now` or earlier when there is work already; nil when there never will be without a change.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func nextWorkAt(now: Timestamp) async throws(StoreError) -> Timestamp? {
        try await read { connection throws(StoreError) in
            let rows = try connection.query(
                """
                WITH moments AS (
                    SELECT d.id, d.due_at AS at FROM devices AS d JOIN sites AS s ON s.id = d.site_id
                    WHERE d.due_at IS NOT NULL AND s.paused_at IS NULL
                    UNION ALL
                    SELECT d.id, $1 FROM devices AS d JOIN sites AS s ON s.id = d.site_id
                    WHERE d.applied_revision < d.desired_revision AND s.paused_at IS NULL
                    UNION ALL
                    SELECT id, look_at FROM devices WHERE look_at IS NOT NULL
                    UNION ALL
                    SELECT id, COALESCE(audit_at, $1) FROM devices
                ), free AS (
                    SELECT COALESCE(d.leased_until, 0) AS since,
                        CASE WHEN d.retry_at > m.at THEN d.retry_at ELSE m.at END AS at
                    FROM moments AS m JOIN devices AS d ON d.id = m.id
                    UNION ALL
                    SELECT COALESCE(d.leased_until, 0), $1 FROM push_runs AS p JOIN devices AS d ON d.id = p.device_id
                    WHERE p.run_id IS NULL AND p.expires_at > $1
                )
                SELECT MIN(CASE WHEN since > at THEN since ELSE at END) AS at FROM free
                """,
                [now]
            )
            return try rows.first?.optionalTime("at")
        }
    }
}
