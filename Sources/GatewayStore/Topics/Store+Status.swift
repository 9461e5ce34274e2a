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
        let statuses = try await deviceStatuses(DeviceSelection(site: site), now: now)
        return statuses.sorted {
            ($0.siteName, $0.device.site.rawValue, $0.device.host, $0.device.port)
                < ($1.siteName, $1.device.site.rawValue, $1.device.host, $1.device.port)
        }
    }

    /// How the devices are doing that are asked for, by the name of their site.
    ///
    /// Three statements, whatever the number of devices.
    ///
    /// - Parameters:
    ///   - selection: which devices.
    ///   - now: the time.
    /// - Returns: one status for each device.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func deviceStatuses(
        _ selection: DeviceSelection,
        now: Timestamp
    ) async throws(StoreError) -> [DeviceStatus] {
        try await read { connection throws(StoreError) in
            let rows = try connection.query(DeviceStatus.page, DeviceStatus.arguments(selection, now: now))
            let ids = try rows.map { row throws(StoreError) in try row.id("id", of: Device.self) }
            let runs = try connection.query(
                """
                SELECT s.* FROM \(rows: 1, ["id": .text]) AS r JOIN sync_runs AS s ON s.id = (
                    SELECT id FROM sync_runs WHERE device_id = r.id ORDER BY finished_at DESC, id DESC LIMIT 1
                )
                """,
                [SQLRows(ids) { [$0] }],
                as: SyncRun.init(row:)
            )
            let byDevice = Dictionary(runs.map { ($0.device, $0) }, uniquingKeysWith: { first, _ in first })
            let known = try HealthRecord.known(connection, of: ids)
            return try rows.map { row throws(StoreError) in
                let id = try row.id("id", of: Device.self)
                return try DeviceStatus(row: row, lastRun: byDevice[id], recorded: known[id] ?? [], now: now)
            }
        }
    }
}

extension DeviceStatus {
    /// What holds for each device at the moment `$1`, as ``DeviceHealth`` has it: what is written down, and what passes.
    static let present: SQL = """
        SELECT c.device_id, c.condition, 0 AS is_overdue FROM device_conditions AS c
        JOIN devices AS d ON d.id = c.device_id
        WHERE c.condition <> 'synced' OR d.applied_revision >= d.desired_revision
        UNION ALL
        SELECT d.id, CASE WHEN d.leased_until > $1 THEN 'applying' ELSE 'drifted' END,
            CASE WHEN COALESCE(d.behind_since, d.last_success_at, d.created_at) < $2 AND NOT COALESCE(d.leased_until > $1, false)
                THEN 1 ELSE 0 END
        FROM devices AS d JOIN sites AS s ON s.id = d.site_id
        WHERE s.paused_at IS NULL AND d.applied_revision < d.desired_revision
        """

    /// The devices that ``arguments(_:now:)`` ask for.
    static let page: SQL = """
        WITH present AS (\(present))
        SELECT d.*, s.name AS site_name, s.paused_at AS site_paused_at, k.error_seconds, k.noted_at,
            CASE WHEN EXISTS (
                SELECT 1 FROM push_runs AS p
                WHERE p.device_id = d.id AND p.run_id IS NULL AND p.expires_at > $1
            ) THEN 1 ELSE 0 END AS has_push
        FROM devices AS d JOIN sites AS s ON s.id = d.site_id
        LEFT JOIN router_clocks AS k ON k.device_id = d.id
        WHERE ($3 IS NULL OR d.site_id = $3)
            AND ($4 = 0 OR d.id IN (
                SELECT p.device_id FROM present AS p
                WHERE p.condition IN (SELECT r.condition FROM \(rows: 5, ["condition": .text]) AS r)
            ))
            AND ($6 = 0 OR d.id IN (
                SELECT p.device_id FROM present AS p
                WHERE p.is_overdue = 1
                    OR p.condition IN (SELECT r.condition FROM \(rows: 7, ["condition": .text]) AS r)
            ))
            AND (s.name, d.id) > ($8, $9)
        ORDER BY s.name, d.id LIMIT $10
        """

    /// What ``page`` takes.
    static func arguments(_ selection: DeviceSelection, now: Timestamp) -> [any SQLConvertible] {
        let urgent = DeviceCondition.allCases.filter(\.needsAttention)
        return [
            now, now - DeviceHealth.driftPatience, selection.site,
            !selection.conditions.isEmpty, SQLRows(selection.conditions) { [$0.rawValue] },
            selection.needsAttention, SQLRows(urgent) { [$0.rawValue] },
            selection.cursor?.name ?? "", selection.cursor?.id ?? "", selection.limit ?? Int.max,
        ]
    }

    init(row: SQLRow, lastRun: SyncRun?, recorded: [ConditionNote], now: Timestamp) throws(StoreError) {
        let circumstances = try DeviceHealth.Circumstances(row: row, now: now)
        self.init(
            device: circumstances.device,
            siteName: circumstances.siteName,
            isPaused: try row.optionalTime("site_paused_at") != nil,
            lastRun: lastRun,
            lastSuccessAt: circumstances.lastSuccessAt,
            failingSince: try row.optionalTime("failing_since"),
            failure: try row.optionalText("failure"),
            failureLabel: try row.optionalText("failure_label").flatMap(FailureLabel.init(rawValue:)),
            revisionLag: try row.integer("desired_revision") - row.integer("applied_revision"),
            hasPendingPush: try row.flag("has_push"),
            clock: try RouterClockNote(row: row),
            recorded: recorded,
            behindSince: circumstances.behindSince,
            claimedAt: circumstances.claimedAt
        )
    }
}

extension DeviceHealth.Circumstances {
    /// Reads a row of `devices` with the name of the device's site, `site_name`.
    init(row: SQLRow, now: Timestamp) throws(StoreError) {
        self.init(
            device: try Device(row: row),
            siteName: try row.text("site_name"),
            lastSuccessAt: try row.optionalTime("last_success_at"),
            isBehind: try row.integer("applied_revision") < row.integer("desired_revision"),
            behindSince: try row.optionalTime("behind_since"),
            claimedAt: (try row.optionalTime("leased_until")).map { $0 > now } == true
                ? try row.optionalTime("claimed_at") ?? now : nil
        )
    }
}
