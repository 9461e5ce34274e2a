public import GatewayDomain

extension Store {
    /// Records reports: each login once, whatever reports it, in whatever order and how often.
    ///
    /// In one transaction: what is known already is set apart; what each other report means is decided; reports, redemptions and
    /// sessions are written; and every device that holds a redeemed code, here and elsewhere, learns that this one name changed. Durable
    /// when it returns. When everything was known, nothing is written, but for a session of which news is older than five minutes.
    ///
    /// Known is a report of the same event of the same device, user and guest (MAC address, else IP address): under the same
    /// reference where the source gives one, or at a time that differs by 90 s at most. A user's counters are known when the same
    /// figures were recorded, and when they only say that a coupon was used where it was redeemed, or that an account was used.
    ///
    /// - Parameters:
    ///   - reports: the reports.
    ///   - list: a complete reading of a device's active list that they come from: sessions that it does not show have ended. Default:
    ///     none.
    ///   - now: the time.
    /// - Returns: what each means, in the same order.
    /// - Throws: ``StoreError`` when nothing could be written; then nothing was.
    public func record(
        _ reports: [RedemptionReport],
        completeList list: ActiveListReading? = nil,
        now: Timestamp
    ) async throws(StoreError) -> [RecordedReport] {
        if reports.isEmpty {
            guard let list, try await hasOpenSessions(on: list) else { return [] }
        }
        return try await write { [self] connection throws(StoreError) in
            var recording = try Recording(connection, reports, list: list, sealing: sealing, now: now)
            let results = reports.map { recording.decide($0) { newID(of: Recording.Entry.self) } }
            if let list { recording.sessions.conclude(list) }
            try recording.write(connection) { newID(of: Recording.Entry.self).rawValue }
            return results
        }
    }

    /// Whether a reading can end anything: nearly all that show nobody cannot, and need no turn at writing.
    private func hasOpenSessions(on list: ActiveListReading) async throws(StoreError) -> Bool {
        let rows = try await read { connection throws(StoreError) in
            try connection.query(
                """
                SELECT s.id FROM guest_sessions AS s WHERE s.device_id = $1 AND s.ended_at IS NULL
                    AND ($2 = 1 OR s.user_name IN (SELECT n.name FROM \(rows: 3, ["name": .text]) AS n))
                LIMIT 1
                """,
                [list.device, list.users == nil, SQLRows(list.users ?? []) { [$0] }]
            )
        }
        return !rows.isEmpty
    }

    /// The reports from a site, newest first.
    ///
    /// - Parameters:
    ///   - site: the site.
    ///   - limit: how many at most. Default: 1000.
    /// - Returns: the reports with their meaning.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func reports(at site: Site.ID, limit: Int = 1000) async throws(StoreError) -> [RecordedReport] {
        try await read { connection throws(StoreError) in
            try connection.query(
                "SELECT * FROM reports WHERE site_id = $1 ORDER BY recorded_at DESC, id LIMIT $2",
                [site, limit]
            ) { row throws(StoreError) in
                var report = RedemptionReport(
                    source: try row.choice("source"),
                    device: try row.id("device_id"),
                    site: try row.id("site_id"),
                    user: try row.text("user_name"),
                    observedAt: try row.time("observed_at")
                )
                report.macAddress = try row.optionalText("mac_address")
                report.address = try row.optionalText("address")
                report.loginAt = try row.optionalTime("login_at")
                report.uptimeSeconds = try row.optionalInteger("uptime_seconds")
                report.bytesIn = try row.optionalInteger("bytes_in")
                report.bytesOut = try row.optionalInteger("bytes_out")
                report.event = try row.choice("event")
                report.endedAt = try row.optionalTime("ended_at")
                report.endCause = try row.optionalText("end_cause")
                report.clockErrorSeconds = try row.optionalInteger("clock_error_seconds")
                return RecordedReport(
                    report: report,
                    meaning: try row.choice("meaning"),
                    coupon: try row.optionalID("coupon_id"),
                    isNew: false,
                    recordedAt: try row.time("recorded_at")
                )
            }
        }
    }
}
