/// Which reports tell of one session: pure decisions about the stays of one name on one router.
public enum SessionRules {
    /// How far two times of one login may lie apart: a login time is often computed from a rounded uptime.
    public static let tolerance = Duration.seconds(90)

    /// How long what a router sends may be under way while a line is broken: what nobody acknowledges is sent again for about a quarter of an
    /// hour (Linux, tcp(7): `tcp_retries2`).
    public static let newsDelayMaximum = Duration.seconds(924)

    /// A session as it is compared with reports.
    public struct Span: Hashable, Sendable {
        /// Whose it is.
        public var guest: GuestTrace
        /// When it began.
        public var startedAt: Timestamp
        /// When it ended; nil while it is open.
        public var endedAt: Timestamp?
        /// Whether its end was told, and not only concluded from its absence.
        public var isEndTold: Bool
        /// Whether nothing has told yet when it began, so that ``startedAt`` is only when it was heard of.
        public var isStartGuessed = false
        /// Stands for what the router's script calls the login; nil while the script has not told of it.
        public var scriptReference: String?
        /// Stands for the line of the router's log that tells of the login; nil while no line is known to.
        public var lineReference: String?

        /// Puts one together.
        ///
        /// - Parameters:
        ///   - guest: whose it is.
        ///   - startedAt: when it began.
        ///   - endedAt: when it ended.
        ///   - isEndTold: whether its end was told.
        public init(guest: GuestTrace, startedAt: Timestamp, endedAt: Timestamp?, isEndTold: Bool) {
            self.guest = guest
            self.startedAt = startedAt
            self.endedAt = endedAt
            self.isEndTold = isEndTold
        }

        /// What a source calls the login, where it has told of it and has names for logins.
        func reference(of source: RedemptionReport.Source) -> String? {
            switch source {
            case .script: scriptReference
            case .routerLog: lineReference
            case .activeList, .listen, .counters, .comment, .log, .adoption: nil
            }
        }
    }

    /// Finds the session that a report tells of.
    ///
    /// It is the one that its source calls by the same name. Else it is the one that began within 90 s of the login; else the open one,
    /// when the report does not say when the login was, or when it shows a session that is older than what is on record as its beginning
    /// (a clock was wrong). A logout ends the session that began with it, or the open one, or is told again of the one that ended
    /// within 90 s, or tells when one ended that was only found to be over later.
    ///
    /// One that was heard of before anybody told its beginning may have begun at any time before.
    ///
    /// What a router noted itself is of the session that the same guest was seen to begin within a quarter of an hour after that, as long as
    /// nothing noted is known to be of that one: the news of it was under way.
    ///
    /// The other way round, what was told live is of the open session of the same guest that is on record as having begun up to a quarter of an
    /// hour before: a reading was faster than the news, or told the beginning that the news had wrong.
    ///
    /// A mark of the first login by a clock that is wrong is of the first session that is on record, where one began before.
    ///
    /// A line of a router's log, and a script whose clock was set meanwhile, may tell no time, or one that is wrong although
    /// everything seems right: then it is of a session that the same source has not told of, as long as there is one.
    ///
    /// - Parameters:
    ///   - report: the report.
    ///   - guest: whose it is.
    ///   - start: when the session began, as far as the report tells.
    ///   - reference: stands for what the source calls the login; nil when it has no name for it.
    ///   - sessions: the sessions of the same name on the same router that may matter, in any order.
    /// - Returns: the index of the session; nil when the report tells of one that is not on record.
    public static func match(
        _ report: RedemptionReport,
        of guest: GuestTrace,
        start: Timestamp?,
        reference: String? = nil,
        in sessions: [Span]
    ) -> Int? {
        let own = sessions.indices.filter { sessions[$0].guest.canBe(guest) }
        if let reference, let named = own.first(where: { sessions[$0].reference(of: report.source) == reference }) {
            return named
        }
        switch report.event {
        case .login:
            // What a source calls by another name is another login.
            let free = own.filter { reference == nil || sessions[$0].reference(of: report.source) == nil }
            return near(start, in: sessions, of: free) ?? heardOf(after: start, in: sessions, of: free)
                ?? login(report, of: guest, start, in: sessions, of: free)
        case .logout:
            return near(start, in: sessions, of: own) ?? heardOf(after: start, in: sessions, of: own)
                ?? logout(report, of: guest, start, in: sessions, of: own)
        }
    }

    private static func near(_ start: Timestamp?, in sessions: [Span], of own: [Int]) -> Int? {
        guard let start else { return nil }
        return own.filter { isNear(sessions[$0].startedAt, start) && !isOver(sessions[$0], before: start) }
            .min { distance(sessions[$0].startedAt, start) < distance(sessions[$1].startedAt, start) }
    }

    /// One that began before it was heard of, whose beginning is told now.
    private static func heardOf(after start: Timestamp?, in sessions: [Span], of own: [Int]) -> Int? {
        guard let start else { return nil }
        return own.filter { sessions[$0].isStartGuessed && start <= sessions[$0].startedAt }
            .min { sessions[$0].startedAt < sessions[$1].startedAt }
    }

    private static func login(
        _ report: RedemptionReport,
        of guest: GuestTrace,
        _ start: Timestamp?,
        in sessions: [Span],
        of own: [Int]
    ) -> Int? {
        let open = latest(own.filter { sessions[$0].endedAt == nil }, in: sessions)
        switch (report.source, start) {
        case (.routerLog, let start?):
            return possible(report, in: sessions, of: own)
                .min { distance(sessions[$0].startedAt, start) < distance(sessions[$1].startedAt, start) }
        case (.routerLog, nil):
            // Lines come in the order in which they were written.
            return possible(report, in: sessions, of: own).min { sessions[$0].startedAt < sessions[$1].startedAt }
        case (.script, nil): return open ?? latest(own, in: sessions)
        case (.comment, let start?):
            // It tells of the first login on that router. A clock that is wrong may begin at the same time after every start of the
            // router: a login from before the last one then reads as if it were from after it.
            guard report.isByWrongClock else { return lateNews(of: guest, start, in: sessions, of: own) }
            return own.filter { sessions[$0].startedAt <= start }
                .min { sessions[$0].startedAt < sessions[$1].startedAt }
        case (.script, let start?): return lateNews(of: guest, start, in: sessions, of: own)
        case (_, nil): return open
        case (.activeList, let start?):
            return open.flatMap { start < sessions[$0].startedAt ? $0 : nil }
        case (.listen, let start?):
            // News is of a session that begins; a list that is read first shows how old its sessions are.
            let isNews = (report.uptimeSeconds ?? 0) <= 1
            return open.flatMap { open in
                let session = sessions[open]
                return start < session.startedAt || isNews && wasUnderWay(session, of: guest, toldAs: start)
                    ? open : nil
            }
        case (_, _?): return nil
        }
    }

    /// A session that was told live, which takes as long as a broken line does: it began when the router noted it, not when the news of it
    /// arrived.
    private static func lateNews(
        of guest: GuestTrace,
        _ start: Timestamp,
        in sessions: [Span],
        of own: [Int]
    ) -> Int? {
        own.filter { index in
            let span = sessions[index]
            return span.scriptReference == nil && span.guest.isSurely(guest) && span.startedAt > start
                && span.startedAt - start <= newsDelayMaximum
        }
        .min { sessions[$0].startedAt < sessions[$1].startedAt }
    }

    /// Whether what was told live as a beginning is the news of this session, which a reading told of while the news was under way.
    ///
    /// The same guest can have gone and come again meanwhile only where the end was told before: rows come in their order.
    private static func wasUnderWay(_ session: Span, of guest: GuestTrace, toldAs start: Timestamp) -> Bool {
        session.guest.isSurely(guest) && session.startedAt <= start && start - session.startedAt <= newsDelayMaximum
    }

    private static func logout(
        _ report: RedemptionReport,
        of guest: GuestTrace,
        _ start: Timestamp?,
        in sessions: [Span],
        of own: [Int]
    ) -> Int? {
        guard let end = report.endedAt else { return undatedLogout(report, of: guest, in: sessions, of: own) }
        let open = latest(own.filter { sessions[$0].endedAt == nil }, in: sessions)
        // One that began later than this says is another one, whose beginning nobody told.
        func fits(_ index: Int) -> Bool {
            guard let start else { return true }
            if report.source == .listen, wasUnderWay(sessions[index], of: guest, toldAs: start) { return true }
            return start <= sessions[index].startedAt + tolerance
        }
        let fitting = open.flatMap { fits($0) ? $0 : nil }
        if let fitting, sessions[fitting].startedAt <= end { return fitting }
        let told = own.first { index in fits(index) && sessions[index].endedAt.map { isNear($0, end) } ?? false }
        if let told { return told }
        // A guest who was in before and after cannot have gone in between: the time is wrong, or that of the end on record is a guess.
        let around = own.filter { index in
            guard fits(index), let endedAt = sessions[index].endedAt else { return false }
            return sessions[index].startedAt <= end + tolerance && end <= endedAt + tolerance
                && (!sessions[index].isEndTold || report.source == .routerLog)
        }
        if let around = latest(around, in: sessions) { return around }
        if let fitting, sessions[fitting].startedAt <= end + tolerance { return fitting }
        guard report.source == .routerLog else { return nil }
        return latest(possible(report, in: sessions, of: own), in: sessions)
    }

    /// The session that was over at some time that the report does not tell.
    private static func undatedLogout(
        _ report: RedemptionReport,
        of guest: GuestTrace,
        in sessions: [Span],
        of own: [Int]
    ) -> Int? {
        let possible = possible(report, in: sessions, of: own)
        let unended = possible.filter { !sessions[$0].isEndTold }
        guard let seconds = report.uptimeSeconds else {
            return latest(unended, in: sessions) ?? latest(possible, in: sessions)
        }
        // How long it lasted is known all the same.
        func gap(_ index: Int) -> Duration {
            distance(sessions[index].startedAt + .seconds(seconds), sessions[index].endedAt ?? report.observedAt)
        }
        let lasting = unended.filter { index in
            sessions[index].startedAt + .seconds(seconds) <= (sessions[index].endedAt ?? report.observedAt) + tolerance
        }
        if let fitting = lasting.min(by: { gap($0) < gap($1) }) { return fitting }
        let told = possible.min { gap($0) < gap($1) }
        if let told, gap(told) <= tolerance { return told }
        // Whoever was in anew by then had gone before. A stay that was about as long is the one, and its end is on record by a clock that was
        // minutes wrong.
        let begun = report.observedAt - .seconds(seconds)
        let sure = own.map { sessions[$0] }.filter { $0.guest.isSurely(guest) && !$0.isStartGuessed }
        guard sure.contains(where: { $0.startedAt > begun + tolerance }) else { return nil }
        let fitting = possible.filter { index in
            let session = sessions[index]
            let end = session.startedAt + .seconds(seconds)
            return session.isEndTold && session.guest.isSurely(guest) && gap(index) <= CouponRules.clockTolerance
                && !sure.contains { $0.startedAt > session.startedAt && $0.startedAt + tolerance < end }
        }
        return fitting.min { gap($0) < gap($1) }
    }

    /// Those that may have been going on when the event happened, for all that is known.
    private static func possible(_ report: RedemptionReport, in sessions: [Span], of own: [Int]) -> [Int] {
        guard let notBefore = report.notBefore else { return own }
        return own.filter { sessions[$0].startedAt >= notBefore - tolerance }
    }

    private static func latest(_ indices: [Int], in sessions: [Span]) -> Int? {
        indices.max { sessions[$0].startedAt < sessions[$1].startedAt }
    }

    /// A login after the told end of a session is another one, however close.
    private static func isOver(_ session: Span, before start: Timestamp) -> Bool {
        guard session.isEndTold, let endedAt = session.endedAt else { return false }
        return endedAt <= start && endedAt > session.startedAt
    }

    private static func isNear(_ left: Timestamp, _ right: Timestamp) -> Bool { distance(left, right) <= tolerance }

    private static func distance(_ left: Timestamp, _ right: Timestamp) -> Duration {
        left < right ? right - left : left - right
    }
}
