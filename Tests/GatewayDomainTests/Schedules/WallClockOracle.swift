import Foundation
import GatewayDomain

/// When a schedule has to run, found by brute force: every minute of UTC is looked at, and Foundation's calendar says what day is what.
struct WallClockOracle {
    private let zone: TimeZone
    private let from: Int64
    private let to: Int64
    /// For each minute that clocks on the wall can show, since 1970, the minute of UTC at which they first showed it or a later one.
    private var reached: [Int64: Int64] = [:]

    private static let calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    /// Looks at every minute of some years, and of two days around them.
    init(zone name: String, years: ClosedRange<Int>) throws {
        zone = try Self.zone(name)
        from = Self.minute(year: years.lowerBound)
        to = Self.minute(year: years.upperBound + 1)
        var peak = from - 2 * 1440 + offset(at: from - 2 * 1440)
        for minute in (from - 2 * 1440)..<(to + 2 * 1440) {
            let shown = minute + offset(at: minute)
            while peak < shown {
                peak += 1
                reached[peak] = minute
            }
        }
    }

    static func zone(_ name: String) throws -> TimeZone {
        struct Unknown: Error {}
        guard let zone = TimeZone(identifier: name) else { throw Unknown() }
        return zone
    }

    /// All runs within the years.
    func runs(_ settings: ScheduleSettings) -> [Timestamp] {
        var runs: Set<Int64> = []
        for day in (from / 1440 - 1)...(to / 1440 + 1) {
            guard isWanted(day, settings), let run = reached[day * 1440 + Int64(settings.timeOfDay.minutes)],
                run >= from, run < to
            else { continue }
            runs.insert(run)
        }
        return runs.sorted().map { Timestamp(seconds: $0 * 60) }
    }

    /// When a window is open, as far as it begins within the years; days are numbered as Foundation does, from 1 on Sunday.
    func times(weekdays: Set<Int>, from opens: TimeOfDay, to closes: TimeOfDay) -> [Range<Int64>] {
        ((from / 1440 + 1)...(to / 1440 - 2)).compactMap { day in
            let date = Date(timeIntervalSince1970: Double(day * 86_400))
            guard weekdays.contains(Self.calendar.component(.weekday, from: date)) else { return nil }
            let last = closes.minutes > opens.minutes ? day : day + 1
            guard let begin = reached[day * 1440 + Int64(opens.minutes)],
                let end = reached[last * 1440 + Int64(closes.minutes)], begin < end
            else { return nil }
            return begin..<end
        }
    }

    /// Whether clocks showed what the settings say at a time.
    func isPunctual(_ run: Timestamp, _ settings: ScheduleSettings) -> Bool {
        var calendar = Self.calendar
        calendar.timeZone = zone
        let date = Date(timeIntervalSince1970: Double(run.seconds))
        let parts = calendar.dateComponents([.hour, .minute, .second], from: date)
        return parts.hour == settings.timeOfDay.minutes / 60 && parts.minute == settings.timeOfDay.minutes % 60
            && parts.second == 0
    }

    /// Whether clocks were put forward at a time.
    func isSkip(_ run: Timestamp) -> Bool {
        offset(at: run.seconds / 60) > offset(at: run.seconds / 60 - 1)
    }

    /// How many days of the local calendar began within the years.
    var localDays: Int {
        ((from / 1440 - 1)...(to / 1440 + 1)).count { day in
            guard let begin = reached[day * 1440], let end = reached[(day + 1) * 1440] else { return false }
            return begin < end && begin >= from && begin < to
        }
    }

    private func isWanted(_ day: Int64, _ settings: ScheduleSettings) -> Bool {
        let date = Date(timeIntervalSince1970: Double(day * 86_400))
        let parts = Self.calendar.dateComponents([.weekday, .day], from: date)
        switch settings.recurrence {
        case .daily:
            return reached[day * 1440] != reached[day * 1440 + 1440]
        case .weekly:
            // Foundation's week begins with 1, on Sunday.
            return parts.weekday == (settings.dayOfWeek ?? -1) + 1
        case .monthly:
            let length = Self.calendar.range(of: .day, in: .month, for: date)?.count ?? 0
            return parts.day == min(settings.dayOfMonth ?? -1, length)
        }
    }

    private func offset(at minute: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(minute * 60)))) / 60
    }

    private static func minute(year: Int) -> Int64 {
        let date = calendar.date(from: DateComponents(year: year, month: 1, day: 1)) ?? .distantPast
        return Int64(date.timeIntervalSince1970) / 60
    }
}
