public import GatewayDomain

extension Store {
    /// How many devices there are, and for how many of them what holds.
    ///
    /// Two statements, whatever the number of devices.
    ///
    /// - Parameters:
    ///   - site: of which site; nil for all. Default: nil.
    ///   - now: the time.
    /// - Returns: the figures.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func fleet(at site: Site.ID? = nil, now: Timestamp) async throws(StoreError) -> FleetSummary {
        try await read { connection throws(StoreError) in
            try FleetSummary.read(connection, at: site, now: now)
        }
    }
}

extension FleetSummary {
    static func read(
        _ connection: any SQLConnection,
        at site: Site.ID? = nil,
        now: Timestamp
    ) throws(StoreError) -> FleetSummary {
        var summary = FleetSummary()
        let ranks = SQLRows(DeviceCondition.allCases) { [$0.rawValue, $0.rank, $0.needsAttention] }
        let rows = try connection.query(
            counting,
            [now, now - DeviceHealth.driftPatience, site, ranks]
        )
        for row in rows {
            guard let condition = DeviceCondition(rawValue: try row.text("condition")) else { continue }
            summary.conditions[condition] = Int(try row.integer("held_count"))
            let states = Int(try row.integer("state_count"))
            if states > 0 { summary.states[condition] = states }
            summary.attentionCount += Int(try row.integer("attention_count"))
        }
        let counts = try connection.query(
            """
            SELECT COUNT(*) AS device_count, COUNT(DISTINCT site_id) AS site_count FROM devices
            WHERE $1 IS NULL OR site_id = $1
            """,
            [site]
        )
        summary.deviceCount = Int(try counts.first?.integer("device_count") ?? 0)
        summary.siteCount = Int(try counts.first?.integer("site_count") ?? 0)
        return summary
    }

    /// How many devices each condition holds for, of how many it is the worst, and how many of those need somebody.
    ///
    /// What needs somebody is what the worst condition asks for, or a change that has waited for too long: no condition that asks for
    /// somebody is less bad than one that does not.
    private static let counting: SQL = """
        WITH present AS (\(DeviceStatus.present)), ranked AS (
            SELECT p.condition, r.is_urgent,
                ROW_NUMBER() OVER (PARTITION BY p.device_id ORDER BY r.rank DESC) AS place,
                MAX(p.is_overdue) OVER (PARTITION BY p.device_id) AS is_overdue
            FROM present AS p
            JOIN \(rows: 4, ["condition": .text, "rank": .int64, "is_urgent": .int64]) AS r ON r.condition = p.condition
            JOIN devices AS d ON d.id = p.device_id
            WHERE $3 IS NULL OR d.site_id = $3
        )
        SELECT condition, COUNT(*) AS held_count,
            SUM(CASE WHEN place = 1 THEN 1 ELSE 0 END) AS state_count,
            SUM(CASE WHEN place = 1 AND (is_urgent = 1 OR is_overdue = 1) THEN 1 ELSE 0 END) AS attention_count
        FROM ranked GROUP BY condition
        """
}
