extension LocalClock {
    /// What the clock and the calendar beside it show, for people: `Sat 21 Nov 2026, 21:45`.
    func text(at time: Timestamp) -> String {
        let (days, second) = reading(at: time).flooredQuotientAndRemainder(dividingBy: 86_400)
        let date = CivilDate(daysSince1970: days)
        let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][date.dayOfWeek]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let minute = TimeOfDay(minutes: Int(second / 60))
        return "\(weekday) \(date.day) \(months[Int(date.month) - 1]) \(date.year), \(minute)"
    }
}
