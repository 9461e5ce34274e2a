public import GatewayDomain

extension Store {
    /// How devices are doing, by site and host.
    ///
    /// - Parameters:
    ///   - site: whose devices, or nil for those of all sites. Default: nil.
    ///   - now: the time.
    /// - Returns: one status for each device.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func deviceStatuses(at site: Site.ID? = nil, now: Timestamp) async throws(StoreError) -> [DeviceStatus] {
        let isWanted: SQL = site == nil ? "$1 IS NULL" : "d.site_id = $1"
        return try await read { connection throws(StoreError) in
            let runs = try connection.query(
                """
                SELECT s.* FROM devices AS d JOIN sync_runs AS s ON s.id = (
                    SELECT id FROM sync_runs WHERE device_id = d.id ORDER BY finished_at DESC, id DESC LIMIT 1
                ) WHERE \(isWanted)
                """,
                [site],
                as: SyncRun.init(row:)
            )
            let byDevice = Dictionary(runs.map { ($0.device, $0) }, uniquingKeysWith: { first, _ in first })
            return try connection.query(
                """
                SELECT d.*, s.name AS site_name, s.paused_at AS site_paused_at, k.error_seconds, k.noted_at,
                    CASE WHEN EXISTS (
                        SELECT 1 FROM push_runs AS p
                        WHERE p.device_id = d.id AND p.run_id IS NULL AND p.expires_at > $2
                    ) THEN 1 ELSE 0 END AS has_push
                FROM devices AS d JOIN sites AS s ON s.id = d.site_id
                LEFT JOIN router_clocks AS k ON k.device_id = d.id
                WHERE \(isWanted)
                ORDER BY s.name, d.site_id, d.host, d.port
                """,
                [site, now]
            ) { row throws(StoreError) in
                let device = try Device(row: row)
                return DeviceStatus(
                    device: device,
                    siteName: try row.text("site_name"),
                    isPaused: try row.optionalTime("site_paused_at") != nil,
                    lastRun: byDevice[device.id],
                    lastSuccessAt: try row.optionalTime("last_success_at"),
                    failingSince: try row.optionalTime("failing_since"),
                    failure: try row.optionalText("failure"),
                    revisionLag: try row.integer("desired_revision") - row.integer("applied_revision"),
                    hasPendingPush: try row.flag("has_push"),
                    clock: try RouterClockNote(row: row)
                )
            }
        }
    }
}
