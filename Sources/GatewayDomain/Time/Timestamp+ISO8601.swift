extension Timestamp: CustomStringConvertible {
    /// The time in UTC as in RFC 3339 with seconds, for example `2026-11-21T08:30:00Z`.
    public var description: String {
        let (days, secondOfDay) = seconds.flooredQuotientAndRemainder(dividingBy: 86_400)
        let date = CivilDate(daysSince1970: days)
        let hour = secondOfDay / 3600
        let minute = secondOfDay / 60 % 60
        return "\(date)T\(hour.padded(2)):\(minute.padded(2)):\((secondOfDay % 60).padded(2))Z"
    }
}
