import GatewayDomain

extension Coupon {
    /// The columns that ``all(_:_:)`` reads, of coupons `c` and redemptions `e`.
    static let columns: SQL = """
        c.*, e.site_id AS redeemed_site, e.device_id AS redeemed_device, e.redeemed_at, e.session_seconds,
            e.mac_address, e.holder_mac, e.holder_since, EXISTS (SELECT 1 FROM coupon_sites AS l WHERE l.coupon_id = c.id) AS is_limited
        """

    /// What the coupon `c` with the redemption `e` is good for at the time of a parameter: ``state(at:)`` in SQL, so that a limit
    /// counts what is asked for.
    ///
    /// - Parameter now: the number of the parameter.
    /// - Returns: an expression that gives the state's raw value.
    static func state(at now: Int) -> SQL {
        SQL(
            stringLiteral: """
                CASE
                    WHEN c.revoked_at IS NOT NULL THEN 'revoked'
                    WHEN e.ends_at > $\(now) THEN 'active'
                    WHEN e.ends_at IS NOT NULL THEN 'used'
                    WHEN c.expires_at > $\(now) THEN 'unused'
                    ELSE 'expired'
                END
                """
        )
    }

    /// The coupons of the instance `$1` that can be redeemed at the time `$2`, newest first.
    ///
    /// Sorted, unlike pages: their index would lead through every coupon that ever was, of which in time next to none are valid.
    static let valid: SQL = """
        SELECT \(columns) FROM coupons AS c LEFT JOIN redemptions AS e ON e.coupon_id = c.id
        WHERE c.instance_id = $1 AND c.expires_at > $2 AND c.revoked_at IS NULL AND e.coupon_id IS NULL
        ORDER BY c.created_at DESC, c.position, c.id
        """

    /// Whether the coupon `c` is not limited to other sites than that of the service `v`.
    static let validAtService: SQL = """
        (
            NOT EXISTS (SELECT 1 FROM coupon_sites AS l WHERE l.coupon_id = c.id)
            OR EXISTS (SELECT 1 FROM coupon_sites AS l WHERE l.coupon_id = c.id AND l.site_id = v.site_id)
        )
        """

    /// Reads coupons with the sites that they are limited to, which takes one statement more where any of them is.
    static func all(_ connection: any SQLConnection, _ rows: [SQLRow]) throws(StoreError) -> [Coupon] {
        var coupons: [Coupon] = []
        coupons.reserveCapacity(rows.count)
        var limited: [Int] = []
        for (index, row) in rows.enumerated() {
            coupons.append(try Coupon(row: row))
            if try row.flag("is_limited") { limited.append(index) }
        }
        guard !limited.isEmpty else { return coupons }
        let limits = try connection.query(
            """
            SELECT s.coupon_id, s.site_id FROM coupon_sites AS s
            JOIN \(rows: 1, ["id": .text]) AS r ON r.id = s.coupon_id ORDER BY s.site_id
            """,
            [SQLRows(limited) { [coupons[$0].id] }]
        )
        var sites: [Coupon.ID: [Site.ID]] = [:]
        for row in limits { sites[try row.id("coupon_id"), default: []].append(try row.id("site_id")) }
        for index in limited { coupons[index].sites = sites[coupons[index].id] ?? [] }
        return coupons
    }

    private init(row: SQLRow) throws(StoreError) {
        self.init(
            id: try row.id("id"),
            instance: try row.id("instance_id"),
            code: try row.text("code"),
            expiresAt: try row.time("expires_at"),
            createdAt: try row.time("created_at")
        )
        revokedAt = try row.optionalTime("revoked_at")
        dataBytesMaximum = try row.optionalInteger("data_bytes_max")
        if let schedule = try row.optionalID("schedule_id", of: CouponSchedule.self) {
            run = ScheduleRun.Reference(schedule: schedule, run: try row.id("schedule_run_id"))
        }
        note = try row.optionalText("note")
        template = try row.optionalID("template_id")
        rateLimit = try row.optionalText("rate_limit")
        spelling = try row.optionalText("spelling")
        accessSeconds = try row.optionalInteger("access_seconds")
        uptimeSecondsMaximum = try row.optionalInteger("uptime_seconds_max")
        uptimeSecondsUsed = try row.integer("uptime_seconds_used")
        adoptedAt = try row.optionalTime("adopted_at")
        guard let site = try row.optionalID("redeemed_site", of: Site.self) else { return }
        var redemption = Redemption(
            site: site,
            device: try row.id("redeemed_device"),
            at: try row.time("redeemed_at"),
            sessionSeconds: try row.integer("session_seconds"),
            macAddress: try row.optionalText("mac_address")
        )
        redemption.holder = try row.optionalText("holder_mac")
        if let since = try row.optionalTime("holder_since") { redemption.holderSince = since }
        self.redemption = redemption
    }
}
