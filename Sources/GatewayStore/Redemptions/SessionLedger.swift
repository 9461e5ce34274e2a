import GatewayDomain

/// The stays of guests that a batch of reports tells about: fetched, brought up to date in memory, written at once.
struct SessionLedger {
    /// What is known of a stay beside the report.
    struct Stay {
        var instance: Instance.ID
        var coupon: Coupon.ID?
        /// How long access lasts from the login on.
        var seconds: Int64
        /// When the coupon's access ends; nil when nothing but the session's own time ends it.
        var endsAt: Timestamp?
    }

    /// A session as it is on record, or will be.
    struct Item {
        /// Nil until it is written.
        var id: GuestSession.ID?
        var session: GuestSession
        var guest: GuestTrace
        /// What stands for the login as the router's script and its log tell it; nil where they have not.
        var references: (script: String?, line: String?)
        /// Whether nothing has told when it began.
        var isStartGuessed = false
        /// What of that is on record of the line.
        var recordedLine: String?
        /// The instance of a session that is new.
        var instance: Instance.ID?
        /// Whether what tells whose it is was erased; what is reported of it from then on tells that no more either.
        var isErased = false
        var isChanged = false
        /// Whether a report of this batch tells that the guest is in.
        var isSeen = false

        var span: SessionRules.Span {
            var span = SessionRules.Span(
                guest: guest,
                startedAt: session.startedAt,
                endedAt: session.endedAt,
                isEndTold: session.isEndTold
            )
            span.scriptReference = references.script
            span.lineReference = references.line
            span.isStartGuessed = isStartGuessed
            return span
        }
    }

    /// How old what is known of a running session may be before it is written anew: looks come every minute, and cost no write.
    static let progressInterval = Duration.seconds(300)

    /// How long a router's script may keep a login to itself while it cannot reach us; after that it may count as one of its own when
    /// it does not say when it was.
    static let deliveryMaximum = Duration.seconds(8 * 86_400)

    /// Login times before this are those of a clock that was never set.
    static let earliest = Timestamp(seconds: 1_262_304_000)

    private(set) var items: [Item]
    /// Which of them are of a name on a router: a batch has many names, and each has few sessions.
    private var byName: [NameOnDevice: [Int]]

    /// Fetches the sessions that may matter: the open ones of the names, those that began or ended when a report says, those that were only
    /// heard of after that, those of late where a report does not say, and the open ones of a device whose list was read.
    init(
        _ connection: any SQLConnection,
        _ reports: some Sequence<(RedemptionReport, SessionKey)>,
        list: ActiveListReading?,
        names: ErasedNames
    ) throws(StoreError) {
        let spelt = reports.flatMap { report, key in
            names.spellings(of: key.user).map { (report: report, key: key, user: $0) }
        }
        let wanted = SQLRows(spelt) { report, key, user in
            [
                key.device, user, Self.start(of: report, key), key.happenedAt,
                Self.isOfSomeSession(report, key) ? report.observedAt - Self.deliveryMaximum : nil,
            ]
        }
        items = try connection.query(
            Self.mattering,
            [
                wanted, SessionRules.tolerance.wholeMilliseconds, list?.users == nil ? list?.device : nil,
                list?.device, SQLRows(list?.users ?? []) { [$0] },
                SessionRules.newsDelayMaximum.wholeMilliseconds,
            ]
        ) { row throws(StoreError) in
            var session = try GuestSession(row: row)
            session.user = names.known(session.user)
            let (mac, address) = (try row.optionalText("mac_digest"), try row.optionalText("address_digest"))
            // Before names were kept, only that the script had told was.
            let script = try row.optionalText("script_digest") ?? (session.isLoginTold ? "" : nil)
            let line = try row.optionalText("line_digest")
            var item = Item(
                id: session.id,
                session: session,
                guest: GuestTrace(mac: mac, address: address),
                references: (script: script, line: line),
                isStartGuessed: try row.flag("is_start_guessed"),
                recordedLine: line
            )
            item.isErased = try row.optionalInteger("erased_at") != nil
            return item
        }
        // In an order of their own, and not in that of their ids, so that what is decided about them does not depend on chance.
        items.sort { left, right in
            (left.session.startedAt, left.guest.mac ?? "", left.guest.address ?? "")
                < (right.session.startedAt, right.guest.mac ?? "", right.guest.address ?? "")
        }
        byName = Dictionary(grouping: items.indices) { [items] in NameOnDevice(items[$0].session) }
        // A line whose time is right comes before one whose time is wrong.
        for (report, key) in reports where report.source == .routerLog && report.event == .login {
            let start = Self.start(of: report, key)
            guard start != nil, let index = match(report, key), items[index].isNear(start) else { continue }
            items[index].references.line = key.loginDigest
        }
    }

    /// Each part of it is a lookup by index, however many sessions a name has had.
    static let mattering: SQL = {
        let source: SQL = """
            \(rows: 1, [
                "device_id": .text, "user_name": .text, "start": .int64, "moment": .int64, "begun_after": .int64,
            ])
            """
        return """
            SELECT s.* FROM \(source) AS r JOIN guest_sessions AS s
                ON s.device_id = r.device_id AND s.user_name = r.user_name AND s.ended_at IS NULL
            UNION
            SELECT s.* FROM \(source) AS r JOIN guest_sessions AS s
                ON s.device_id = r.device_id AND s.user_name = r.user_name
                AND s.started_at >= r.start - $2 AND s.started_at <= r.start + $6
            UNION
            SELECT s.* FROM \(source) AS r JOIN guest_sessions AS s
                ON s.device_id = r.device_id AND s.user_name = r.user_name
                AND s.ended_at >= r.moment - $2 AND s.ended_at <= r.moment + $2
            UNION
            SELECT s.* FROM \(source) AS r JOIN guest_sessions AS s
                ON s.device_id = r.device_id AND s.user_name = r.user_name
                AND s.started_at >= r.begun_after
            UNION
            SELECT s.* FROM \(source) AS r JOIN guest_sessions AS s
                ON s.device_id = r.device_id AND s.user_name = r.user_name
                AND s.started_at >= r.start AND s.is_start_guessed = 1
            UNION
            SELECT s.* FROM guest_sessions AS s WHERE s.device_id = $3 AND s.ended_at IS NULL
            UNION
            SELECT s.* FROM \(rows: 5, ["user_name": .text]) AS n JOIN guest_sessions AS s
                ON s.device_id = $4 AND s.user_name = n.user_name AND s.ended_at IS NULL
            """
    }()

    /// Whether a report may be of any session of late: it tells no time that can be true, or one that may be wrong although everything
    /// seems right, or no beginning of what it tells the end of.
    private static func isOfSomeSession(_ report: RedemptionReport, _ key: SessionKey) -> Bool {
        switch report.source {
        case .routerLog: true
        case .log: report.event == .logout
        case .script: start(of: report, key) == nil
        case .comment: report.isByWrongClock
        case .activeList, .listen, .counters, .adoption: false
        }
    }

    /// When the session of a report began, as far as it tells in a way that can be true.
    static func start(of report: RedemptionReport, _ key: SessionKey) -> Timestamp? {
        told(report, key).flatMap { $0 >= earliest && $0 <= report.observedAt + CouponRules.clockTolerance ? $0 : nil }
    }

    private static func told(_ report: RedemptionReport, _ key: SessionKey) -> Timestamp? {
        switch report.event {
        case .login:
            // The moment at which news arrives says little about when a login was.
            let isDated = report.loginAt != nil || report.source == .activeList || report.source == .listen
            return isDated ? key.happenedAt : nil
        case .logout:
            if let loginAt = report.loginAt { return loginAt }
            guard let seconds = report.uptimeSeconds, let end = report.endedAt else { return nil }
            return end - .seconds(seconds)
        }
    }

    /// The session that a report tells of, or nil.
    func match(_ report: RedemptionReport, _ key: SessionKey) -> Int? {
        guard report.source != .counters, report.source != .adoption else { return nil }
        let own = indices(of: key)
        return SessionRules.match(
            report,
            of: key.guest,
            start: Self.start(of: report, key),
            reference: key.loginDigest,
            in: own.map { items[$0].span }
        ).map { own[$0] }
    }

    /// Whether what tells whose a session is was erased.
    func isErased(_ index: Int) -> Bool { items[index].isErased }

    /// Whether a session has ended, so that a report of its end can only add to what is known of that.
    func hasEnded(_ index: Int) -> Bool { items[index].session.endedAt != nil }

    /// Whether a session of the same guest began at about the time of a login and has ended.
    func hasEnded(near key: SessionKey) -> Bool {
        guard key.event == .login, let moment = key.happenedAt else { return false }
        return indices(of: key).contains { index in
            let span = items[index].span
            let distance = span.startedAt < moment ? moment - span.startedAt : span.startedAt - moment
            return span.isEndTold && span.guest.canBe(key.guest) && distance <= SessionRules.tolerance
        }
    }

    private func indices(of key: SessionKey) -> [Int] {
        byName[key.name] ?? []
    }

    /// Brings a session up to date with a report of it.
    mutating func note(_ report: RedemptionReport, _ key: SessionKey, in index: Int) {
        var item = items[index]
        if item.session.macAddress == nil, item.guest.mac == nil, let mac = report.macAddress {
            if !item.isErased { item.session.macAddress = mac }
            item.guest.mac = key.guest.mac
            item.isChanged = true
        }
        if item.session.address == nil, item.guest.address == nil, let address = report.address {
            if !item.isErased { item.session.address = address }
            item.guest.address = key.guest.address
            item.isChanged = true
        }
        item.note(report, key)
        items[index] = item
    }

    /// Begins a session, and ends what the same guest had open on this device: a guest is in once.
    mutating func open(_ report: RedemptionReport, _ key: SessionKey, _ stay: Stay) {
        // Of a session of which only the end was told the beginning is a guess.
        let told = Self.start(of: report, key)
        let start =
            told
            ?? (report.endedAt ?? report.observedAt)
            - .seconds(
                report.event == .logout ? report.uptimeSeconds ?? 0 : 0
            )
        var item = Item(
            session: GuestSession(
                id: GuestSession.ID(""),
                siteUser: SiteUser.ID(""),
                report: report,
                coupon: stay.coupon,
                startedAt: start,
                expiresAt: max(start, stay.endsAt ?? start + .seconds(stay.seconds))
            ),
            guest: key.guest,
            references: (script: nil, line: nil)
        )
        item.instance = stay.instance
        item.isStartGuessed = told == nil
        // Of a guest who is in, such a line is not reported.
        if report.source == .routerLog, report.event == .login, told == nil { item.conclude(at: start) }
        for index in indices(of: key)
        where items[index].session.endedAt == nil && items[index].guest.isSurely(key.guest) {
            if items[index].session.startedAt <= start {
                items[index].conclude(at: start)
            } else {
                item.conclude(at: items[index].session.startedAt)
            }
        }
        item.note(report, key)
        byName[key.name, default: []].append(items.count)
        items.append(item)
    }

    /// Ends what a complete reading of a device's active list does not show any more.
    mutating func conclude(_ list: ActiveListReading) {
        for index in items.indices {
            let item = items[index]
            guard item.session.device == list.device, item.session.endedAt == nil, !item.isSeen,
                list.users?.contains(item.session.user) ?? true,
                // Who got in after the list was read cannot be on it.
                item.session.lastSeenAt < list.readAt
            else { continue }
            items[index].conclude(at: list.readAt)
        }
    }
}
