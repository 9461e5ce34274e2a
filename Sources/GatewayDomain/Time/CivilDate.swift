/// A day of the proleptic Gregorian calendar, computed without a time zone database.
///
/// Source of the arithmetic: Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days` and
/// `days_from_civil`.
struct CivilDate: Hashable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    let daysSince1970: Int64
    let year: Int64
    /// 1 to 12.
    let month: Int64
    /// 1 to 31.
    let day: Int64

    init(daysSince1970: Int64) {
        self.daysSince1970 = daysSince1970
        let shifted = daysSince1970 + 719_468
        let (era, dayOfEra) = shifted.flooredQuotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The first day of a month; month 13 is January of the next year.
    init(firstOf month: Int64, year: Int64) {
        let (years, index) = (month - 1).flooredQuotientAndRemainder(dividingBy: 12)
        // The year begins in March here, so that a leap day is its last.
        let shiftedYear = year + years - (index < 2 ? 1 : 0)
        let (era, yearOfEra) = shiftedYear.flooredQuotientAndRemainder(dividingBy: 400)
        let dayOfYear = (153 * (index < 2 ? index + 10 : index - 2) + 2) / 5
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(daysSince1970: era * 146_097 + dayOfEra - 719_468)
    }

    /// The day of the week: 0 is Sunday, 6 Saturday.
    var dayOfWeek: Int {
        // 1970-01-01 was a Thursday.
        Int((daysSince1970 + 4).flooredQuotientAndRemainder(dividingBy: 7).1)
    }

    /// The first day of the month that follows.
    var nextMonth: CivilDate { CivilDate(firstOf: month + 1, year: year) }

    /// The day that lies so many days later.
    static func + (date: CivilDate, days: Int64) -> CivilDate { CivilDate(daysSince1970: date.daysSince1970 + days) }

    static func < (left: CivilDate, right: CivilDate) -> Bool { left.daysSince1970 < right.daysSince1970 }

    var description: String { "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))" }
}

extension Int64 {
    /// The quotient rounded down, with the remainder that is never negative.
    func flooredQuotientAndRemainder(dividingBy divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// The number with zeros in front.
    func padded(_ width: Int) -> String {
        let digits = String(magnitude)
        return (self < 0 ? "-" : "") + String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
