/// A time of the week at which the routers of a site may be written to.
///
/// It begins on each of its days when the clocks of its place first show `from` or a later time, and ends when they first show `to` or a
/// later time: on the same day, or on the next one where `to` is not after `from`. That is the whole rule, also for days on which clocks
/// are put forward or back: a time that the clocks skip is the moment after the skip, and one that they show twice is the first of both.
/// A window that lies within an hour that is skipped does not happen on that day.
public struct WriteWindow: Hashable, Sendable {
    /// How long a window lasts at least, on a day without a change of clocks: a large site takes some minutes.
    public static let minutesMinimum = 10

    /// On which days it begins.
    public let days: Weekdays
    /// When it begins, on the clocks of its place.
    public let from: TimeOfDay
    /// When it ends; on the next day unless it is after ``from``, so that equal times are a whole day.
    public let to: TimeOfDay
    /// The name of the time zone, as somebody gave it.
    public let timeZone: String
    let clock: LocalClock

    /// Makes a window.
    ///
    /// - Parameters:
    ///   - days: on which days it begins.
    ///   - from: when it begins.
    ///   - to: when it ends; not after `from` for the next day.
    ///   - timeZone: the full name of a time zone of the IANA database.
    /// - Throws: ``PortalValueError`` about `timezone` or `to`.
    public init(days: Weekdays, from: TimeOfDay, to: TimeOfDay, timeZone: String) throws(PortalValueError) {
        let minutes = (to.minutes - from.minutes + 1440) % 1440
        guard minutes == 0 || minutes >= Self.minutesMinimum else {
            throw .unreadable(
                .windowEnd,
                value: to.description,
                expected: "a time at least \(Self.minutesMinimum) minutes after \(from), so that there is time to write"
            )
        }
        clock = LocalClock(zone: try TimeZoneRule.zone(named: timeZone))
        self.days = days
        self.from = from
        self.to = to
        self.timeZone = timeZone
    }

    /// Reads what somebody gave.
    ///
    /// - Parameters:
    ///   - days: as ``Weekdays/init(text:)`` reads them.
    ///   - from: `HH:MM`.
    ///   - to: `HH:MM`.
    ///   - timeZone: the full name of a time zone of the IANA database.
    /// - Throws: ``PortalValueError`` about the first that cannot be read.
    public init(days: String, from: String, to: String, timeZone: String) throws(PortalValueError) {
        try self.init(
            days: Weekdays(text: days),
            from: TimeOfDay(text: from, field: .windowStart),
            to: TimeOfDay(text: to, field: .windowEnd),
            timeZone: timeZone
        )
    }

    /// A time as the clocks of its place show it, for people: `Sat 21 Nov 2026, 21:45`.
    ///
    /// - Parameter time: the time.
    /// - Returns: weekday, day and minute, in English.
    public func clockText(at time: Timestamp) -> String { clock.text(at: time) }

    /// The times at which it begins and ends on a day; nil where it does not begin on that day, or would end at once.
    func occurrence(on day: CivilDate) -> Range<Timestamp>? {
        guard days.contains(day) else { return nil }
        let opens = moment(from, on: day)
        let closes = moment(to, on: to.minutes > from.minutes ? day : day + 1)
        return opens < closes ? opens..<closes : nil
    }

    /// The local day of a time.
    func day(of time: Timestamp) -> CivilDate {
        CivilDate(daysSince1970: clock.reading(at: time).flooredQuotientAndRemainder(dividingBy: 86_400).0)
    }

    private func moment(_ time: TimeOfDay, on day: CivilDate) -> Timestamp {
        clock.first(reaching: day.daysSince1970 * 86_400 + Int64(time.minutes * 60))
    }
}

extension WriteWindow: CustomStringConvertible {
    /// The window in one line: `mon-fri 02:00-05:00 Europe/Berlin`.
    public var description: String { "\(days) \(from)-\(to) \(timeZone)" }

    /// Reads a line that ``description`` wrote.
    ///
    /// - Parameter text: the line.
    /// - Throws: ``PortalValueError`` about what cannot be read.
    public init(text: String) throws(PortalValueError) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        let times = words.count == 3 ? words[1].split(separator: "-", omittingEmptySubsequences: false) : []
        guard times.count == 2 else {
            throw .unreadable(.windows, value: String(text.prefix(100)), expected: "mon-fri 02:00-05:00 Europe/Berlin")
        }
        try self.init(
            days: String(words[0]),
            from: String(times[0]),
            to: String(times[1]),
            timeZone: String(words[2])
        )
    }
}
