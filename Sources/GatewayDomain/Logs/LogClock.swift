import Foundation

/// Turns the times of one log into points in time, with what its lines do not tell: the time zone, the year, and which day was today.
///
/// Give it the lines in their order: a year that somebody named is that of the first line, and from there on each line lies in the
/// year that brings it nearest to the line before, so that a log may pass a new year, in either direction.
public struct LogClock: Sendable {
    /// How far a line without a year may lie behind the reference, in seconds, before it is of the year before.
    private static let yearSlack: Int64 = 86_400
    /// The same for a line without a day, before it is of the day before.
    private static let daySlack: Int64 = 3600

    private let clock: LocalClock
    private let reference: Timestamp
    private let today: CivilDate
    private let firstYear: Int64?
    private var previous: Int64?
    private var cachedDay: (reading: Int64, start: Timestamp)?

    /// Makes a clock for one log.
    ///
    /// - Parameters:
    ///   - timeZone: the full name of the zone that the router's clock shows, such as `Europe/Berlin`, or `UTC`.
    ///   - reference: when the log was written at the latest. Lines without a day are of its day, or of the day before where that
    ///     would bring them more than an hour behind it; lines without a year are of the latest year that does not bring them more
    ///     than a day behind it.
    ///   - year: the year of the first line that tells none, instead.
    /// - Throws: ``PortalValueError`` when there is no such time zone.
    public init(timeZone: String, reference: Timestamp, year: Int64? = nil) throws(PortalValueError) {
        clock = LocalClock(zone: try TimeZoneRule.zone(named: timeZone))
        self.reference = reference
        let (days, _) = clock.reading(at: reference).flooredQuotientAndRemainder(dividingBy: Self.day)
        today = CivilDate(daysSince1970: days)
        firstYear = year
    }

    private init(utcBefore reference: Timestamp) {
        clock = LocalClock(zone: .gmt)
        self.reference = reference
        let (days, _) = clock.reading(at: reference).flooredQuotientAndRemainder(dividingBy: Self.day)
        today = CivilDate(daysSince1970: days)
        firstYear = nil
    }

    /// Makes a clock that shows UTC, for one log.
    ///
    /// - Parameter reference: when the log was written at the latest.
    /// - Returns: the clock.
    static func utc(reference: Timestamp) -> LogClock { LogClock(utcBefore: reference) }

    /// The point in time that a line means.
    ///
    /// A time that the clocks skipped is the moment after the skip, and one that they showed twice is the first of the two.
    ///
    /// - Parameter stamp: the time as the line has it.
    /// - Returns: the time, or nil when there is no such day.
    public mutating func time(of stamp: LogTimestamp) -> Timestamp? {
        let (second, fraction) = stamp.millisecondOfDay.flooredQuotientAndRemainder(dividingBy: 1000)
        guard let date = date(of: stamp.day, second: second) else { return nil }
        let reading = date.daysSince1970 * Self.day + second
        previous = reading
        let whole =
            if let offset = stamp.offsetSeconds { Timestamp(seconds: reading - offset) } else { time(showing: reading) }
        return Timestamp(milliseconds: whole.milliseconds + fraction)
    }

    private static let day: Int64 = 86_400

    private func date(of day: LogTimestamp.Day, second: Int64) -> CivilDate? {
        switch day {
        case .today:
            let latest = clock.reading(at: reference) + Self.daySlack
            return today.daysSince1970 * Self.day + second > latest ? today + -1 : today
        case .date(let year, let month, let day): return CivilDate(year: year, month: month, day: day)
        case .ofYear(let month, let day):
            guard let firstYear else { return latest(month: month, day: day, second: second) }
            guard let previous else { return CivilDate(year: firstYear, month: month, day: day) }
            let year = CivilDate(daysSince1970: previous.flooredQuotientAndRemainder(dividingBy: Self.day).0).year
            let candidates = (year - 1...year + 1).compactMap { CivilDate(year: $0, month: month, day: day) }
            return candidates.min { left, right in
                abs(left.daysSince1970 * Self.day + second - previous)
                    < abs(right.daysSince1970 * Self.day + second - previous)
            }
        }
    }

    /// The latest such day that is not behind the reference; eight years are enough to find any 29th of February.
    private func latest(month: Int64, day: Int64, second: Int64) -> CivilDate? {
        let limit = clock.reading(at: reference) + Self.yearSlack
        for year in (today.year - 8...today.year + 1).reversed() {
            guard let date = CivilDate(year: year, month: month, day: day) else { continue }
            if date.daysSince1970 * Self.day + second <= limit { return date }
        }
        return nil
    }

    /// When the clock shows this; days without a change of the clocks, nearly all, are looked up once.
    private mutating func time(showing reading: Int64) -> Timestamp {
        let (days, second) = reading.flooredQuotientAndRemainder(dividingBy: Self.day)
        if let cachedDay, cachedDay.reading == days { return cachedDay.start + .seconds(second) }
        let start = clock.first(reaching: days * Self.day)
        let end = clock.first(reaching: (days + 1) * Self.day)
        guard end - start == .seconds(Self.day) else { return clock.first(reaching: reading) }
        cachedDay = (days, start)
        return start + .seconds(second)
    }
}

extension CivilDate {
    /// A day, or nil when the month has no such day.
    fileprivate init?(year: Int64, month: Int64, day: Int64) {
        guard (1...12).contains(month), day >= 1 else { return nil }
        let first = CivilDate(firstOf: month, year: year)
        let date = first + (day - 1)
        guard date.month == month else { return nil }
        self = date
    }
}
