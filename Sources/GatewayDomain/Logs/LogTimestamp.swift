/// A time as a log line has it: often without a year, a day or a time zone, which somebody else has to know.
///
/// Which forms there are: RouterOS 6 prints `12:58:00` for today and `sep/25 21:10:05` for other days, and `sep/25/2026 21:10:05` in
/// other places; since 7.10 `2026-09-25 21:10:05`; its disk logs have `Oct/07/2026 23:40:51`. Syslog has `Oct  7 10:40:58`
/// (RFC 3164, section 4.1.2), or what RFC 3339 describes; RouterOS with
/// `syslog-time-format=iso8601` writes the zone without a colon, `2026-10-07T21:24:35.265-0500`.
public struct LogTimestamp: Hashable, Sendable {
    /// The day, as far as it is told.
    public enum Day: Hashable, Sendable {
        /// The day on which the log was printed.
        case today
        /// A day of a year that is not told.
        case ofYear(month: Int64, day: Int64)
        /// A day.
        case date(year: Int64, month: Int64, day: Int64)
    }

    /// The day, as far as it is told.
    public var day: Day
    /// Milliseconds since midnight on the clock: up to 86,400,999, because of leap seconds.
    public var millisecondOfDay: Int64
    /// How far the clock is ahead of UTC, in seconds, or nil when the line does not tell.
    public var offsetSeconds: Int64?
    /// Whether it is written as syslog writes it, and not as RouterOS writes its own logs.
    let isOfSyslog: Bool

    /// Reads a text that is one time and nothing else.
    ///
    /// - Parameter text: the text; nil comes of anything that is no such time. Whether a month has such a day is not looked at.
    public init?(_ text: String) {
        var reader = LogBytes(Array(text.utf8)[...])
        guard let time = Self.read(&reader), reader.isAtEnd else { return nil }
        self = time
    }

    private init(day: Day, millisecondOfDay: Int64, isOfSyslog: Bool) {
        self.day = day
        self.millisecondOfDay = millisecondOfDay
        self.offsetSeconds = nil
        self.isOfSyslog = isOfSyslog
    }

    /// Reads a time that stands at the beginning of what is left, and takes it; nothing is taken when there is none.
    static func read(_ reader: inout LogBytes) -> LogTimestamp? {
        var attempt = reader
        guard let time = attempt.rest.first.map(LogBytes.isDigit) == true ? numeric(&attempt) : named(&attempt)
        else { return nil }
        reader = attempt
        return time
    }

    /// `sep/25 21:10:05`, `sep/25/2026 21:10:05`, `Oct  7 10:40:58`.
    private static func named(_ reader: inout LogBytes) -> LogTimestamp? {
        guard let month = reader.month() else { return nil }
        if reader.skip("/") {
            guard let day = reader.number(digits: 2...2) else { return nil }
            guard reader.skip("/") else { return clock(&reader, on: .ofYear(month: month, day: day)) }
            guard let year = reader.number(digits: 4...4) else { return nil }
            return clock(&reader, on: .date(year: year, month: month, day: day))
        }
        guard (1...2).contains(reader.skipSpaces()), let day = reader.number(digits: 1...2) else { return nil }
        return clock(&reader, on: .ofYear(month: month, day: day), isOfSyslog: true)
    }

    /// `12:58:00`, `09-25 21:10:05`, `2026-09-25 21:10:05`, `2026-09-25T21:10:05.123+02:00`.
    private static func numeric(_ reader: inout LogBytes) -> LogTimestamp? {
        let start = reader
        if let year = reader.number(digits: 4...4) {
            guard reader.skip("-"), let month = reader.number(digits: 2...2), reader.skip("-"),
                let day = reader.number(digits: 2...2)
            else { return nil }
            let isJoined = reader.skip("T") || reader.skip("t")
            let date = Day.date(year: year, month: month, day: day)
            guard var time = clock(&reader, on: date, isJoined: isJoined, isOfSyslog: isJoined) else { return nil }
            guard let offset = offset(&reader) else { return nil }
            time.offsetSeconds = offset
            return time
        }
        guard let first = reader.number(digits: 2...2) else { return nil }
        if reader.skip("-") {
            guard let day = reader.number(digits: 2...2) else { return nil }
            return clock(&reader, on: .ofYear(month: first, day: day))
        }
        reader = start
        return clock(&reader, on: .today, isJoined: true)
    }

    private static func clock(
        _ reader: inout LogBytes,
        on day: Day,
        isJoined: Bool = false,
        isOfSyslog: Bool = false
    ) -> LogTimestamp? {
        guard isPossible(day), isJoined || reader.skipSpaces() > 0, let hour = reader.number(digits: 2...2),
            reader.skip(":"), let minute = reader.number(digits: 2...2), reader.skip(":"),
            let second = reader.number(digits: 2...2), hour <= 23, minute <= 59, second <= 60,
            let fraction = milliseconds(&reader)
        else { return nil }
        let seconds = hour * 3600 + minute * 60 + second
        return LogTimestamp(day: day, millisecondOfDay: seconds * 1000 + fraction, isOfSyslog: isOfSyslog)
    }

    private static func isPossible(_ day: Day) -> Bool {
        switch day {
        case .today: true
        case .ofYear(let month, let day), .date(_, let month, let day):
            (1...12).contains(month) && (1...31).contains(day)
        }
    }

    private static func milliseconds(_ reader: inout LogBytes) -> Int64? {
        guard reader.skip(".") else { return 0 }
        let digits = reader.rest.prefix(while: LogBytes.isDigit)
        guard (1...9).contains(digits.count) else { return nil }
        reader.drop(digits.count)
        return (digits.prefix(3) + [UInt8](repeating: UInt8(ascii: "0"), count: max(0, 3 - digits.count)))
            .reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    /// The zone behind a time: nil in the outer optional when it cannot be read, in the inner one when there is none.
    private static func offset(_ reader: inout LogBytes) -> Int64?? {
        if reader.skip("Z") || reader.skip("z") { return .some(0) }
        let isAhead = reader.skip("+")
        guard isAhead || reader.skip("-") else { return .some(nil) }
        // RouterOS itself leaves out the colon.
        if let both = reader.number(digits: 4...4) { return seconds(isAhead, hours: both / 100, minutes: both % 100) }
        guard let hours = reader.number(digits: 2...2), reader.skip(":"), let minutes = reader.number(digits: 2...2)
        else { return nil }
        return seconds(isAhead, hours: hours, minutes: minutes)
    }

    private static func seconds(_ isAhead: Bool, hours: Int64, minutes: Int64) -> Int64?? {
        guard hours <= 23, minutes <= 59 else { return nil }
        return .some((isAhead ? 1 : -1) * (hours * 3600 + minutes * 60))
    }
}
