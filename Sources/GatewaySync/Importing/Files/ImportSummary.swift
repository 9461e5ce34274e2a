public import GatewayDomain

/// What became of an imported file.
public struct ImportSummary: Hashable, Sendable {
    /// What became of one line.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// A login or a logout that was not on record.
        case new
        /// One that is on record.
        case alreadyKnown = "already_known"
        /// A login with a code that was used elsewhere before, or on another guest's device.
        case conflict
        /// A login with a name that is neither a coupon nor an account of ours, or one of another site.
        case noMatch = "no_match"
        /// A line that nobody can make sense of.
        case unreadable
        /// A line about something else.
        case passedOver = "passed_over"
    }

    /// A line, and what became of it.
    public struct Line: Hashable, Sendable {
        /// Its number, from 1.
        public var number: Int
        /// What became of it.
        public var outcome: Outcome
        /// Whether it is a login or a logout; nil when it is neither.
        public var event: RedemptionReport.Event?
        /// Whose login it is, when it is one.
        public var user: String?
        /// When that was; nil where nobody knows.
        public var at: Timestamp?
        /// What is the matter with it; nil when nothing is.
        public var reason: String?
    }

    /// Of each outcome so many lines with which something is the matter are kept at most.
    public static let problemsMaximum = 20

    /// How the file is written; nil when it is empty.
    public var format: ImportFormat?
    /// Whether nothing was written.
    public var isDryRun: Bool
    /// How many lines there are.
    public private(set) var lines = 0
    /// What became of them, together as many as there are lines.
    public private(set) var counts: [Outcome: Int] = [:]
    /// How many coupons were redeemed by a line of the file.
    public private(set) var redeemed = 0
    /// The earliest and the latest time of a login or logout.
    public private(set) var times: ClosedRange<Timestamp>?
    /// Lines to look at: the first ones of each outcome, in their order.
    public var problems: [Line] { kept.values.flatMap { $0 }.sorted { $0.number < $1.number } }
    /// How many more there are.
    public private(set) var problemsLeftOut = 0

    private var kept: [Outcome: [Line]] = [:]

    init(isDryRun: Bool) {
        self.isDryRun = isDryRun
    }

    /// How many lines had an outcome.
    public func count(_ outcome: Outcome) -> Int { counts[outcome] ?? 0 }

    /// Whether there are logins, and none of them is ours: somebody took the wrong log.
    public var isOfSomethingElse: Bool {
        count(.noMatch) > 0 && count(.new) + count(.alreadyKnown) + count(.conflict) == 0
    }

    /// Counts a line about something else.
    mutating func passOver() {
        lines += 1
        counts[.passedOver, default: 0] += 1
    }

    /// Counts a line, and keeps it when somebody may want to look at it.
    mutating func add(_ line: Line) {
        lines += 1
        counts[line.outcome, default: 0] += 1
        if let at = line.at { times = times.map { min($0.lowerBound, at)...max($0.upperBound, at) } ?? at...at }
        guard line.reason != nil else { return }
        guard kept[line.outcome, default: []].count < Self.problemsMaximum else { return problemsLeftOut += 1 }
        kept[line.outcome, default: []].append(line)
    }

    mutating func addRedemption() {
        redeemed += 1
    }
}
