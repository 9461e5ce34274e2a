/// A date and time of day as a router shows it, computed from seconds since 1970 without any calendar library.
struct CivilTime: Hashable, Sendable {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int

    /// - Parameter epochSeconds: seconds since 1970-01-01 00:00:00 of the router's own clock.
    init(epochSeconds: Int64) {
        let days = epochSeconds.dividedDown(by: 86_400)
        let seconds = Int(epochSeconds - days * 86_400)
        self.hour = seconds / 3600
        self.minute = seconds / 60 % 60
        self.second = seconds % 60
        // Days to date by eras of 400 years that begin in March (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
        let shifted = days + 719_468
        let era = shifted.dividedDown(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        self.day = Int(dayOfYear - (153 * marchMonth + 2) / 5 + 1)
        self.month = Int(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9)
        self.year = Int(yearOfEra + era * 400) + (self.month <= 2 ? 1 : 0)
    }

    /// The seconds since 1970 of a date written `2026-09-25` or `sep/25/2026`, or nil.
    static func epochSeconds(date: String) -> Int64? {
        let parts = date.split { $0 == "-" || $0 == "/" }.map(String.init)
        guard parts.count == 3 else { return nil }
        let year: Int64
        let month: Int64
        let day: Int64
        if let index = Self.months.firstIndex(of: parts[0].lowercased()) {
            guard let yearNumber = Int64(parts[2]), let dayNumber = Int64(parts[1]) else { return nil }
            (year, month, day) = (yearNumber, Int64(index) + 1, dayNumber)
        } else {
            guard let numbers = [Int64(parts[0]), Int64(parts[1]), Int64(parts[2])] as? [Int64] else { return nil }
            (year, month, day) = (numbers[0], numbers[1], numbers[2])
        }
        guard (1970...2200).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear.dividedDown(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let seconds = (era * 146_097 + dayOfEra - 719_468) * 86_400
        // The 30th of February would be a day of March.
        return Self(epochSeconds: seconds).day == Int(day) ? seconds : nil
    }

    var timeOfDay: String {
        "\(Self.two(self.hour)):\(Self.two(self.minute)):\(Self.two(self.second))"
    }

    /// The date, as from 7.10 (`2026-09-25`) or as before (`sep/25/2026`), which broke expiry scripts of that time
    /// (laksa19/mikhmonv3 issues).
    func date(isISO: Bool) -> String {
        isISO
            ? "\(self.year)-\(Self.two(self.month))-\(Self.two(self.day))"
            : "\(Self.months[self.month - 1])/\(Self.two(self.day))/\(self.year)"
    }

    /// The time of a log line: whole from 7.10; before, the year is never shown and the date only when it is not today
    /// (`12:58:00`, `sep/25 21:10:05`).
    func logTime(isISO: Bool, today: CivilTime) -> String {
        if isISO { return "\(self.date(isISO: true)) \(self.timeOfDay)" }
        let isToday = (self.year, self.month, self.day) == (today.year, today.month, today.day)
        return isToday
            ? self.timeOfDay : "\(Self.months[self.month - 1])/\(Self.two(self.day)) \(self.timeOfDay)"
    }

    private static func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}

extension Int64 {
    /// Division that rounds down for negative numbers too.
    fileprivate func dividedDown(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
