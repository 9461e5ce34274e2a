import Foundation

/// When a schedule runs: correct by construction, with a time zone that is known.
public struct ScheduleTiming: Hashable, Sendable {
    /// On which days.
    enum Rhythm: Hashable, Sendable {
        case daily
        /// 0 is Sunday.
        case weekly(dayOfWeek: Int)
        /// The last day of months that are shorter.
        case monthly(dayOfMonth: Int)
    }

    let rhythm: Rhythm
    let timeOfDay: TimeOfDay
    let clock: LocalClock
}

extension ScheduleTiming {
    /// A time as the clocks of the schedule's zone show it, for people: `Sat 21 Nov 2026, 21:45`.
    ///
    /// - Parameter time: the time.
    /// - Returns: weekday, day and minute, in English.
    public func clockText(at time: Timestamp) -> String { clock.text(at: time) }
}

extension ScheduleTiming.Rhythm {
    /// The first day of the rhythm that is not before a day.
    func first(from day: CivilDate) -> CivilDate {
        switch self {
        case .daily:
            return day
        case .weekly(let dayOfWeek):
            return day + Int64((dayOfWeek - day.dayOfWeek + 7) % 7)
        case .monthly(let dayOfMonth):
            let thisMonth = Self.day(dayOfMonth, of: CivilDate(firstOf: day.month, year: day.year))
            return thisMonth < day ? Self.day(dayOfMonth, of: day.nextMonth) : thisMonth
        }
    }

    private static func day(_ dayOfMonth: Int, of first: CivilDate) -> CivilDate {
        min(first + Int64(dayOfMonth - 1), first.nextMonth + -1)
    }
}

/// Which names of time zones are taken.
enum TimeZoneRule {
    /// Finds a time zone by its name in the IANA database.
    ///
    /// Abbreviations are refused: `EST` has no daylight saving time and `IST` is three zones. So are fixed offsets that Foundation
    /// makes of any `GMT+3`; who wants one writes `Etc/GMT-3`, which is a zone of the database.
    static func zone(named name: String) throws(PortalValueError) -> TimeZone {
        let isPlace = name.utf8.contains(UInt8(ascii: "/")) && !name.hasPrefix("SystemV/")
        // Foundation looks for a file, whose name ends at a NUL.
        let isText = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard isPlace || name == "UTC" || name == "GMT", isText, name.utf8.count <= 64,
            let zone = TimeZone(identifier: name)
        else {
            throw .unreadable(
                .timeZone,
                value: String(name.prefix(64)),
                expected: "a time zone of the IANA database with its full name, such as Europe/Berlin or UTC"
            )
        }
        return zone
    }
}
