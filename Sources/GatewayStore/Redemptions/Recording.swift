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
        /// Whether it tells of a stay whose guest was erased: it is kept without what tells who that was.
        var isErased = false
    }

    /// A report that is on record.
    struct Known {
        var key: SessionKey
        var meaning: ReportMeaning
        var coupon: Coupon.ID?
        var recordedAt: Timestamp
    }

    /// A named account of a site.
    struct Account {
        var instance: Instance.ID
        var sessionSeconds: Int64
    }

    /// A name at a site.
    struct Place: Hashable {
        var site: Site.ID
        var user: String
    }

    let sealing: SecretSealing
    let now: Timestamp
    /// By name on routers.
    private(set) var coupons: [String: KnownCoupon] = [:]
    private(set) var accounts: [Place: Account] = [:]
    /// Where reports come from sites that a change of an instance has come to.
    let reached: Set<Reach>
    private var known = KnownReports()
    var sessions: SessionLedger
    private(set) var entries: [Entry] = []
    /// The coupons that were redeemed by a report of this batch, in order.
    private(set) var redeemed: [(code: String, entry: Identifier<Entry>)] = []
    /// The coupons that another device holds from now on.
    private(set) var handedOver: Set<String> = []
    /// The coupons whose holder came again: only since when changes.
    private(set) var renewed: Set<String> = []
    /// Names that somebody uses who must not, and where.
    private(set) var misused: Set<Place> = []
    /// Names of guests who are in or were, which only their router can tell: nobody knows when they came.
    private(set) var doubtful: Set<NameOnDevice> = []

    /// Fetches what the reports concern, in a few statements, however many they are.
    ///
    /// - Parameters:
    ///   - connection: a connection inside a transaction.
    ///   - reports: the reports.
    ///   - list: a complete reading of a device's active list that some of the reports come from, or nil.
    ///   - sealing: makes digests.
    ///   - now: the time.
    /// - Throws: ``StoreError`` when the database cannot be read.
    init(
        _ connection: any SQLConnection,
        _ reports: [RedemptionReport],
        list: ActiveListReading?,
        sealing: SecretSealing,
        now: Timestamp
    ) throws(StoreError) {
        self.sealing = sealing
        self.now = now
        let keys = reports.map { SessionKey($0, sealing: sealing) }
        let users = Set(reports.map(\.user))
        coupons = try Self.coupons(connection, users)
        reached = try Self.reached(connection, coupons, reports)
        let names = ErasedNames(users.subtracting(coupons.keys), sealing: sealing)
        sessions = try SessionLedger(connection, zip(reports, keys), list: list, names: names)
        try fetchAccounts(connection, Set(reports.map { Place(site: $0.site, user: $0.user) }))
        try fetchKnown(connection, keys, names)
    }

    private mutating func fetchAccounts(_ connection: any SQLConnection, _ places: Set<Place>) throws(StoreError) {
        // Also of accounts that were removed since: the guest was let in by one of ours.
        let rows = try connection.query(
            """
            SELECT u.site_id, u.name, u.instance_id, COALESCE(o.session_seconds, i.session_seconds) AS session_seconds
            FROM hotspot_users AS u
            JOIN \(rows: 1, ["site_id": .text, "name": .text]) AS r ON r.site_id = u.site_id AND r.name = u.name
            JOIN instances AS i ON i.id = u.instance_id
            LEFT JOIN rollouts AS o ON o.instance_id = i.id AND NOT EXISTS (
                SELECT 1 FROM rollout_sites AS k WHERE k.instance_id = o.instance_id AND k.site_id = u.site_id
            )
            ORDER BY u.created_at
            """,
            [SQLRows(places) { [$0.site, $0.user] }]
        )
        for row in rows {
            accounts[Place(site: try row.id("site_id"), user: try row.text("name"))] = Account(
                instance: try row.id("instance_id"),
                sessionSeconds: try row.integer("session_seconds")
            )
        }
    }

    private mutating func fetchKnown(
        _ connection: any SQLConnection,
        _ keys: [SessionKey],
        _ names: ErasedNames
    ) throws(StoreError) {
        let spelt = keys.flatMap { key in names.spellings(of: key.user).map { (key: key, user: $0) } }
        let wanted = SQLRows(spelt) { [$0.key.device, $0.user, $0.key.happenedAt, $0.key.dedupeKey] }
        let source: SQL = """
            \(rows: 1, ["device_id": .text, "user_name": .text, "session_at": .int64, "dedupe_key": .text])
            """
        let found = try connection.query(
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
                key: try SessionKey(row: row, names),
                meaning: try row.choice("meaning"),
                coupon: try row.optionalID("coupon_id"),
                recordedAt: try row.time("recorded_at")
            )
        }
        for report in found { known.append(report) }
    }

    /// Decides what a report means, given all that came before it.
    mutating func decide(_ report: RedemptionReport, newID: () -> Identifier<Entry>) -> RecordedReport {
        if let restated = restated(report) { return restated }
        let key = SessionKey(report, sealing: sealing)
        let session = sessions.match(report, key)
        if let known = known(key, session: session) {
            // What was told before says that somebody is in, or why somebody went: a logout that is told again must not end the
            // next session.
            if let session, report.event == .login || sessions.hasEnded(session) {
                sessions.note(report, key, in: session)
            }
            return RecordedReport(
                report: report,
                meaning: known.meaning,
                coupon: known.coupon,
                isNew: false,
                recordedAt: known.recordedAt
            )
        }
        if let tacit = tacit(report) { return tacit }
        let id = newID()
        let meaning = meaning(of: report, hasSession: session != nil, entry: id)
        let coupon = coupons[report.user]?.coupon.id
        var entry = Entry(id: id, key: key, report: report, meaning: meaning, coupon: coupon)
        entry.isErased = session.map(sessions.isErased) ?? false
        entries.append(entry)
        known.append(Known(key: key, meaning: meaning, coupon: coupon, recordedAt: now))
        if let session {
            sessions.note(report, key, in: session)
        } else if let stay = stay(of: report, key) {
            sessions.open(report, key, stay)
            let isUndated = SessionLedger.start(of: report, key) == nil
            if report.source == .script, report.event == .login, isUndated { doubtful.insert(key.name) }
        }
        return RecordedReport(report: report, meaning: meaning, coupon: coupon, isNew: true, recordedAt: now)
    }

    /// The report of the same event that is on record.
    ///
    /// One that is only close to it in time is another event when sessions are on record there, and it belongs to none of them: the
    /// guest went and came back.
    private func known(_ key: SessionKey, session: Int?) -> Known? {
        if let same = known.same(as: key) { return same }
        guard session != nil || !sessions.hasEnded(near: key) else { return nil }
        return known.near(key)
    }

    /// Reports that are not worth a row.
    ///
    /// Counters that tell nothing new, whatever their figures: they grow with every session, and would fill the record. And
    /// guests of users that are not ours, whom we merely saw on the router or in a log: they are nobody's business, and a log can be
    /// imported again when their names have become ours.
    private func tacit(_ report: RedemptionReport) -> RecordedReport? {
        let account = accounts[Place(site: report.site, user: report.user)]
        if coupons[report.user] == nil, account == nil {
            switch report.source {
            case .activeList, .listen, .log, .routerLog:
                return RecordedReport(report: report, meaning: .unmatched, coupon: nil, isNew: false, recordedAt: now)
            case .counters, .comment, .script, .adoption:
                return nil
            }
        }
        guard report.source == .counters || isRedemptionItself(report) else { return nil }
        if let known = coupons[report.user] {
            guard let redemption = known.coupon.redemption, redemption.site == report.site else { return nil }
            return RecordedReport(
                report: report,
                meaning: .repeated,
                coupon: known.coupon.id,
                isNew: false,
                recordedAt: known.recordedAt ?? now
            )
        }
        guard account != nil else { return nil }
        return RecordedReport(report: report, meaning: .account, coupon: nil, isNew: false, recordedAt: now)
    }

    private mutating func meaning(
        of report: RedemptionReport,
        hasSession: Bool,
        entry: Identifier<Entry>
    ) -> ReportMeaning {
        if report.event == .logout, hasSession { return .ended }
        let place = Place(site: report.site, user: report.user)
        guard var known = coupons[report.user] else { return accounts[place] == nil ? .unmatched : .account }
        let wasRedeemed = known.coupon.redemption != nil
        let verdict = CouponRules.redeem(
            known.coupon,
            report: report,
            sessionSeconds: terms(of: known, at: report.site).sessionSeconds,
            policy: terms(of: known, at: report.site).policy
        )
        if let redemption = verdict.redemption {
            known.coupon.redemption = redemption
            if case .renewed = verdict {
                renewed.insert(report.user)
            } else if wasRedeemed {
                handedOver.insert(report.user)
            } else {
                known.recordedAt = now
                known.isTimeTold = SessionKey.moment(of: report) != nil
                redeemed.append((code: report.user, entry: entry))
            }
            coupons[report.user] = known
        }
        if verdict == .conflict || verdict == .refused { misused.insert(place) }
        return verdict.meaning
    }
}
