/// Which reports tell of one session: pure decisions about the stays of one name on one router.
public enum SessionRules {
    /// How far two times of one login may lie apart: a login time is often computed from a rounded uptime.
    public static let tolerance = Duration.seconds(90)

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
    }

    /// Finds the session that a report tells of.
    ///
    /// It is the one that began within 90 s of the login; else the open one, when the report does not say when the login was, or when
    /// it shows a session that is older than what is on record as its beginning (a clock was wrong). A logout ends the session that
    /// began with it, or the open one, or is told again of the one that ended within 90 s.
    ///
    /// - Parameters:
    ///   - report: the report.
    ///   - guest: whose it is.
    ///   - start: when the session began, as far as the report tells.
    ///   - sessions: the sessions of the same name on the same router that may matter, in any order.
    /// - Returns: the index of the session; nil when the report tells of one that is not on record.
    public static func match(
        _ report: RedemptionReport,
        of guest: GuestTrace,
        start: Timestamp?,
        in sessions: [Span]
    ) -> Int? {
        let own = sessions.indices.filter { sessions[$0].guest.canBe(guest) }
        if let start {
            let near = own.filter { isNear(sessions[$0].startedAt, start) && !isOver(sessions[$0], before: start) }
            let best = near.min { distance(sessions[$0].startedAt, start) < distance(sessions[$1].startedAt, start) }
            if let best { return best }
        }
        let open = own.filter { sessions[$0].endedAt == nil }.max { sessions[$0].startedAt < sessions[$1].startedAt }
        switch report.event {
        case .login:
            guard let open else { return nil }
            guard let start else { return open }
            let isLive = report.source == .activeList || report.source == .listen
            return isLive && start < sessions[open].startedAt ? open : nil
        case .logout:
            let end = report.endedAt ?? report.observedAt
            // One that began later than this says is another one, whose beginning nobody told.
            let fitting = open.flatMap { index in
                start.map { $0 <= sessions[index].startedAt + tolerance } ?? true ? index : nil
            }
            if let fitting, sessions[fitting].startedAt <= end { return fitting }
            let told = own.first { index in sessions[index].endedAt.map { isNear($0, end) } ?? false }
            if let told { return told }
            return fitting.flatMap { sessions[$0].startedAt <= end + tolerance ? $0 : nil }
        }
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
