import GatewayDomain

/// One batch of reports on its way into the record: fetched for all at once, decided one by one, written all at once.
struct Recording {
    /// A report that is about to be written.
    struct Entry: Sendable {
        var id: Identifier<Entry>
        var key: SessionKey
        var report: RedemptionReport
        var meaning: ReportMeaning
        var coupon: Coupon.ID?
    }

    private struct Known {
        var key: SessionKey
        var meaning: ReportMeaning
        var coupon: Coupon.ID?
        var recordedAt: Timestamp
    }

    private struct Place: Hashable {
        var site: Site.ID
        var user: String
    }

    private let sealing: SecretSealing
    private var coupons: [String: Coupon] = [:]
    private var sessionSeconds: [Coupon.ID: Int64] = [:]
    private var redeemedAt: [Coupon.ID: Timestamp] = [:]
    private var accounts: Set<Place> = []
    private var known: [Known] = []
    private var entries: [Entry] = []
    private var redemptions: [(coupon: Coupon, entry: Identifier<Entry>)] = []

    /// Fetches what the reports concern, in four statements.
    init(_ connection: any SQLConnection, _ reports: [RedemptionReport], sealing: SecretSealing) throws(StoreError) {
        self.sealing = sealing
        try fetchCoupons(connection, Set(reports.map(\.user)))
        try fetchAccounts(connection, Set(reports.map { Place(site: $0.site, user: $0.user) }))
        try fetchKnown(connection, reports.map { SessionKey($0, sealing: sealing) })
    }

    private mutating func fetchCoupons(_ connection: any SQLConnection, _ users: Set<String>) throws(StoreError) {
        let rows = try connection.query(
            """
            SELECT \(Coupon.columns), e.recorded_at, i.session_seconds AS instance_session_seconds
            FROM coupons AS c JOIN \(rows: 1, ["code": .text]) AS r ON r.code = c.code
            JOIN instances AS i ON i.id = c.instance_id LEFT JOIN redemptions AS e ON e.coupon_id = c.id
            """,
            [SQLRows(users) { [$0] }]
        )
        for coupon in try Coupon.all(connection, rows) { coupons[coupon.code] = coupon }
        for row in rows {
            let id = try row.id("id", of: Coupon.self)
            sessionSeconds[id] = try row.integer("instance_session_seconds")
            redeemedAt[id] = try row.optionalTime("recorded_at")
        }
    }

    private mutating func fetchAccounts(_ connection: any SQLConnection, _ places: Set<Place>) throws(StoreError) {
        // Also of accounts that were removed since: the guest was let in by one of ours.
        let rows = try connection.query(
            """
            SELECT u.site_id, u.name FROM hotspot_users AS u
            JOIN \(rows: 1, ["site_id": .text, "name": .text]) AS r ON r.site_id = u.site_id AND r.name = u.name
            """,
            [SQLRows(places) { [$0.site, $0.user] }]
        )
        for row in rows { accounts.insert(Place(site: try row.id("site_id"), user: try row.text("name"))) }
    }

    private mutating func fetchKnown(_ connection: any SQLConnection, _ keys: [SessionKey]) throws(StoreError) {
        let wanted = SQLRows(keys) { [$0.device, $0.user, $0.startedAt, $0.dedupeKey] }
        let source: SQL = """
            \(rows: 1, ["device_id": .text, "user_name": .text, "session_at": .int64, "dedupe_key": .text])
            """
        known = try connection.query(
            """
            SELECT p.* FROM \(source) AS r JOIN reports AS p ON p.device_id = r.device_id
                AND p.user_name = r.user_name
                AND p.session_at >= r.session_at - $2 AND p.session_at <= r.session_at + $2
            UNION
            SELECT p.* FROM \(source) AS r JOIN reports AS p ON p.dedupe_key = r.dedupe_key
            """,
            [wanted, SessionKey.tolerance.wholeMilliseconds]
        ) { row throws(StoreError) in
            Known(
                key: try SessionKey(row: row),
                meaning: try row.choice("meaning"),
                coupon: try row.optionalID("coupon_id"),
                recordedAt: try row.time("recorded_at")
            )
        }
    }

    /// Decides what a report means, given all that came before it.
    mutating func decide(
        _ report: RedemptionReport,
        now: Timestamp,
        newID: () -> Identifier<Entry>
    ) -> RecordedReport {
        let key = SessionKey(report, sealing: sealing)
        if let known = known.first(where: { $0.key.isSame(as: key) }) {
            return RecordedReport(
                report: report,
                meaning: known.meaning,
                coupon: known.coupon,
                isNew: false,
                recordedAt: known.recordedAt
            )
        }
        if let tacit = tacit(report, now: now) { return tacit }
        let id = newID()
        let meaning = meaning(of: report, entry: id, now: now)
        let coupon = coupons[report.user]?.id
        entries.append(Entry(id: id, key: key, report: report, meaning: meaning, coupon: coupon))
        known.append(Known(key: key, meaning: meaning, coupon: coupon, recordedAt: now))
        return RecordedReport(report: report, meaning: meaning, coupon: coupon, isNew: true, recordedAt: now)
    }

    /// Reports that are not worth a row.
    ///
    /// Counters that tell nothing new, whatever their figures: they grow with every session, and would fill the record. And
    /// guests of users that are not ours, whom we merely saw on the router's list: they are nobody's business.
    private func tacit(_ report: RedemptionReport, now: Timestamp) -> RecordedReport? {
        let isOurs = coupons[report.user] != nil || accounts.contains(Place(site: report.site, user: report.user))
        if !isOurs, report.source == .activeList || report.source == .listen {
            return RecordedReport(report: report, meaning: .unmatched, coupon: nil, isNew: false, recordedAt: now)
        }
        guard report.source == .counters else { return nil }
        if let coupon = coupons[report.user] {
            guard let redemption = coupon.redemption, redemption.site == report.site else { return nil }
            return RecordedReport(
                report: report,
                meaning: .repeated,
                coupon: coupon.id,
                isNew: false,
                recordedAt: redeemedAt[coupon.id] ?? now
            )
        }
        guard accounts.contains(Place(site: report.site, user: report.user)) else { return nil }
        return RecordedReport(report: report, meaning: .account, coupon: nil, isNew: false, recordedAt: now)
    }

    private mutating func meaning(
        of report: RedemptionReport,
        entry: Identifier<Entry>,
        now: Timestamp
    ) -> ReportMeaning {
        guard var coupon = coupons[report.user] else {
            return accounts.contains(Place(site: report.site, user: report.user)) ? .account : .unmatched
        }
        let seconds = sessionSeconds[coupon.id] ?? Instance.sessionSecondsBounds.lowerBound
        let verdict = CouponRules.redeem(coupon, report: report, sessionSeconds: seconds)
        if let redemption = verdict.redemption {
            coupon.redemption = redemption
            coupons[coupon.code] = coupon
            redeemedAt[coupon.id] = now
            redemptions.append((coupon: coupon, entry: entry))
        }
        return verdict.meaning
    }

    /// Writes what was decided; nothing when all was known.
    func write(_ connection: any SQLConnection, now: Timestamp) throws(StoreError) {
        guard !entries.isEmpty else { return }
        try writeReports(connection, now: now)
        guard !redemptions.isEmpty else { return }
        try writeRedemptions(connection, now: now)
        let changes = redemptions.flatMap { item in
            var changes = Change.of(item.coupon)
            // A coupon that was used where it is not valid is on a device there all the same.
            if let site = item.coupon.redemption?.site, !item.coupon.sites.isEmpty, !item.coupon.sites.contains(site) {
                changes.append(Change(.site(site), name: item.coupon.code))
            }
            return changes
        }
        try Revisions.raise(connection, changes)
    }

    private func writeReports(_ connection: any SQLConnection, now: Timestamp) throws(StoreError) {
        let rows = SQLRows(entries) { entry in
            let report = entry.report
            return [
                entry.id, entry.key.dedupeKey, report.source.rawValue, report.device, report.site, report.user,
                report.macAddress, report.address, entry.key.macDigest, entry.key.addressDigest, report.loginAt,
                entry.key.startedAt, report.observedAt, report.uptimeSeconds, report.bytesIn, report.bytesOut,
                entry.meaning.rawValue, entry.coupon,
            ]
        }
        let source: SQL = """
            \(rows: 1, [
                "id": .text, "dedupe_key": .text, "source": .text, "device_id": .text, "site_id": .text,
                "user_name": .text, "mac_address": .text, "address": .text, "mac_digest": .text,
                "address_digest": .text, "login_at": .int64, "session_at": .int64, "observed_at": .int64,
                "uptime_seconds": .int64, "bytes_in": .int64, "bytes_out": .int64, "meaning": .text,
                "coupon_id": .text,
            ])
            """
        try connection.query(
            """
            INSERT INTO reports (
                id, dedupe_key, source, device_id, site_id, user_name, mac_address, address, mac_digest, address_digest,
                login_at, session_at, observed_at, uptime_seconds, bytes_in, bytes_out, meaning, coupon_id, recorded_at
            )
            SELECT r.id, r.dedupe_key, r.source, r.device_id, r.site_id, r.user_name, r.mac_address, r.address,
                r.mac_digest, r.address_digest, r.login_at, r.session_at, r.observed_at, r.uptime_seconds, r.bytes_in,
                r.bytes_out, r.meaning, r.coupon_id, $2
            FROM \(source) AS r
            """,
            [rows, now]
        )
    }

    private func writeRedemptions(_ connection: any SQLConnection, now: Timestamp) throws(StoreError) {
        let rows = SQLRows(redemptions) { item in
            let redemption = item.coupon.redemption
            return [
                item.coupon.id, item.entry, redemption?.site, redemption?.device, redemption?.at,
                redemption?.sessionSeconds, redemption?.endsAt, redemption?.macAddress,
            ]
        }
        let source: SQL = """
            \(rows: 1, [
                "coupon_id": .text, "report_id": .text, "site_id": .text, "device_id": .text, "redeemed_at": .int64,
                "session_seconds": .int64, "ends_at": .int64, "mac_address": .text,
            ])
            """
        // The key of the table is the coupon: should two ever meet, the second fails, and nothing of it is written.
        try connection.query(
            """
            INSERT INTO redemptions (
                coupon_id, report_id, site_id, device_id, redeemed_at, session_seconds, ends_at, mac_address, recorded_at
            )
            SELECT r.coupon_id, r.report_id, r.site_id, r.device_id, r.redeemed_at, r.session_seconds, r.ends_at,
                r.mac_address, $2
            FROM \(source) AS r
            """,
            [rows, now]
        )
    }
}
