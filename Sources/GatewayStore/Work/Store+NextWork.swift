public import GatewayDomain

extension Store {
    /// When the next device has to be looked at.
    ///
    /// - Parameter now: the time.
    /// - Returns: `now` or earlier when there is work already; nil when there never will be without a change.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func nextWorkAt(now: Timestamp) async throws(StoreError) -> Timestamp? {
        try await read { connection throws(StoreError) in
            try connection.query(Self.nextWork, [now]).first?.optionalTime("at")
        }
    }

    /// The earliest of all moments; it is asked for several times a second, so only the first entry of each index is read.
    ///
    /// Devices that are leased, or that wait after a failure, have moments that no index tells. There are few of the former; of the latter
    /// the first few hundred are looked at, and of the rest it is enough that none comes before the first of them.
    static let nextWork: SQL = """
        WITH held AS MATERIALIZED (
            SELECT d.id, d.due_at, d.look_at, d.audit_at, d.applied_revision, d.desired_revision, d.refused_revision, s.paused_at,
                CASE
                    WHEN d.retry_at > COALESCE(d.leased_until, 0) THEN d.retry_at ELSE COALESCE(d.leased_until, 0)
                END AS since
            FROM devices AS d JOIN sites AS s ON s.id = d.site_id
            WHERE d.id IN (
                SELECT id FROM (
                    SELECT id FROM devices WHERE retry_at IS NOT NULL ORDER BY retry_at LIMIT 300
                ) AS first_failed
                UNION SELECT id FROM devices WHERE leased_until IS NOT NULL
            )
        ), moments AS (
            SELECT 0 AS since, at FROM (
                SELECT retry_at AS at FROM devices WHERE retry_at IS NOT NULL ORDER BY retry_at LIMIT 1 OFFSET 300
            ) AS next_failed
            UNION ALL
            SELECT since, due_at AS at FROM held WHERE due_at IS NOT NULL AND paused_at IS NULL
            UNION ALL
            SELECT since, $1 FROM held
            WHERE applied_revision < desired_revision AND paused_at IS NULL AND \(Claim.isUndecided)
            UNION ALL SELECT since, look_at FROM held WHERE look_at IS NOT NULL
            UNION ALL SELECT since, COALESCE(audit_at, $1) FROM held
            UNION ALL
            SELECT COALESCE(d.leased_until, 0), $1 FROM push_runs AS p JOIN devices AS d ON d.id = p.device_id
            WHERE p.run_id IS NULL AND p.expires_at > $1
            UNION ALL SELECT 0, at FROM (
                SELECT d.due_at AS at FROM devices AS d JOIN sites AS s ON s.id = d.site_id
                WHERE d.retry_at IS NULL AND d.leased_until IS NULL AND d.due_at IS NOT NULL AND s.paused_at IS NULL
                ORDER BY d.due_at LIMIT 1
            ) AS first_due
            UNION ALL SELECT 0, at FROM (
                SELECT $1 AS at FROM devices AS d JOIN sites AS s ON s.id = d.site_id
                WHERE d.retry_at IS NULL AND d.leased_until IS NULL AND d.applied_revision < d.desired_revision
                    AND d.desired_revision > 0 AND s.paused_at IS NULL AND \(Claim.isUndecided)
                LIMIT 1
            ) AS first_changed
            UNION ALL SELECT 0, at FROM (
                SELECT look_at AS at FROM devices
                WHERE retry_at IS NULL AND leased_until IS NULL AND look_at IS NOT NULL ORDER BY look_at LIMIT 1
            ) AS first_look
            UNION ALL SELECT 0, at FROM (
                SELECT audit_at AS at FROM devices
                WHERE retry_at IS NULL AND leased_until IS NULL AND audit_at IS NOT NULL ORDER BY audit_at LIMIT 1
            ) AS first_audit
            UNION ALL SELECT 0, at FROM (
                SELECT $1 AS at FROM devices WHERE retry_at IS NULL AND leased_until IS NULL AND audit_at IS NULL LIMIT 1
            ) AS never_compared
        )
        SELECT MIN(CASE WHEN since > at THEN since ELSE at END) AS at FROM moments
        """
}
