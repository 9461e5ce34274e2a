public import GatewayDomain

extension Store {
    /// How sites are doing, each by all of its devices.
    ///
    /// One statement, whatever the number of sites and devices; devices of other sites are not read.
    ///
    /// - Parameters:
    ///   - sites: which sites.
    ///   - now: the time.
    /// - Returns: how each of them is doing, also one without devices.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func health(
        of sites: some Collection<Site.ID> & Sendable,
        now: Timestamp
    ) async throws(StoreError) -> [Site.ID: SiteHealth] {
        let rows = try await read { connection throws(StoreError) in
            try connection.query(SiteHealth.devices, [SQLRows(sites) { [$0] }])
        }
        var devices: [Site.ID: [DeviceHealth]] = [:]
        var rest = rows[...]
        while let first = rest.first {
            let id = try first.text("id")
            var recorded: [ConditionNote] = []
            // The rows of one device stand together, one for each condition, or one without any.
            while let row = rest.first, try row.text("id") == id {
                if try row.optionalText("condition") != nil, let note = try ConditionNote(row: row) {
                    recorded.append(note)
                }
                rest.removeFirst()
            }
            let health = DeviceHealth(recorded, try DeviceHealth.Circumstances(row: first, now: now))
            devices[try first.id("site_id"), default: []].append(health)
        }
        let pairs = sites.map { ($0, SiteHealth(devices[$0] ?? [], now: now)) }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}

extension SiteHealth {
    /// The devices of the sites `$1`, without their passwords, once for each condition that is written down.
    static let devices: SQL = """
        SELECT d.id, d.site_id, d.host, d.port, d.user_name, d.trust, d.allows_unsupported, d.syslog_source, d.created_at,
            d.last_success_at, d.desired_revision, d.applied_revision, d.behind_since, d.leased_until, d.claimed_at,
            s.name AS site_name, c.condition, c.since, c.why, c.remedy
        FROM \(rows: 1, ["id": .text]) AS r
        JOIN devices AS d ON d.site_id = r.id
        JOIN sites AS s ON s.id = d.site_id
        LEFT JOIN device_conditions AS c ON c.device_id = d.id
        ORDER BY d.host, d.port, d.id
        """
}
