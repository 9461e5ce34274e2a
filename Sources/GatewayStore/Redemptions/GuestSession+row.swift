import GatewayDomain

extension GuestSession {
    /// Takes over figures, which only ever grow.
    mutating func take(_ report: RedemptionReport) {
        func larger(_ left: Int64?, _ right: Int64?) -> Int64? { right.map { max($0, left ?? $0) } ?? left }
        uptimeSeconds = larger(uptimeSeconds, report.uptimeSeconds)
        bytesIn = larger(bytesIn, report.bytesIn)
        bytesOut = larger(bytesOut, report.bytesOut)
    }

    /// Reads a session that is on record.
    init(row: SQLRow) throws(StoreError) {
        var report = RedemptionReport(
            source: .log,
            device: try row.id("device_id"),
            site: try row.id("site_id"),
            user: try row.text("user_name"),
            observedAt: try row.time("recorded_at")
        )
        report.macAddress = try row.optionalText("mac_address")
        report.address = try row.optionalText("address")
        report.uptimeSeconds = try row.optionalInteger("uptime_seconds")
        report.bytesIn = try row.optionalInteger("bytes_in")
        report.bytesOut = try row.optionalInteger("bytes_out")
        self.init(
            id: try row.id("id"),
            siteUser: try row.id("site_user_id"),
            report: report,
            coupon: try row.optionalID("coupon_id"),
            startedAt: try row.time("started_at"),
            expiresAt: try row.time("expires_at")
        )
        lastSeenAt = try row.time("last_seen_at")
        endedAt = try row.optionalTime("ended_at")
        isEndTold = try row.flag("is_end_told")
        isLoginTold = try row.flag("is_login_told")
        endCause = try row.optionalText("end_cause")
    }
}
