/// What somebody asks of a schedule; an update replaces all of it.
public struct ScheduleSettings: Hashable, Sendable {
    /// How many coupons one run may make, a bound of the portal's API.
    public static let countBounds: ClosedRange<Int> = 1...500
    /// How long they may be redeemable, in minutes; the upper bound is 62.5 days.
    public static let validMinutesBounds: ClosedRange<Int64> = 1...90_000
    /// The days of a week: 0 is Sunday.
    public static let dayOfWeekBounds: ClosedRange<Int> = 0...6
    /// The days of a month.
    public static let dayOfMonthBounds: ClosedRange<Int> = 1...31
    /// How long the name of a notification group may be, in bytes of UTF-8.
    public static let notificationGroupBytesMaximum = 200

    /// How often coupons are made.
    public enum Recurrence: String, Hashable, Sendable, CaseIterable {
        /// Every day.
        case daily
        /// Every week, on ``ScheduleSettings/dayOfWeek``.
        case weekly
        /// Every month, on ``ScheduleSettings/dayOfMonth``, or on the last day of a month that is shorter.
        case monthly
    }

    /// A name for people.
    public var name: String
    /// How many coupons a run makes.
    public var count: Int
    /// How often it runs.
    public var recurrence: Recurrence
    /// The day of a weekly run, 0 for Sunday; kept as given where the recurrence needs none.
    public var dayOfWeek: Int?
    /// The day of a monthly run; kept as given where the recurrence needs none.
    public var dayOfMonth: Int?
    /// For how many minutes coupons can be redeemed.
    public var validMinutes: Int64
    /// The time zone whose days and clock count, as the IANA database calls it.
    public var timeZone: String
    /// When it runs, on the clock of that zone.
    public var timeOfDay: TimeOfDay
    /// Who is to be told; opaque to the gateway.
    public var notificationGroup: String

    /// Asks for coupons.
    ///
    /// - Parameters:
    ///   - name: a name for people.
    ///   - count: how many coupons a run makes.
    ///   - recurrence: how often it runs.
    ///   - dayOfWeek: the day of a weekly run, 0 for Sunday.
    ///   - dayOfMonth: the day of a monthly run.
    ///   - validMinutes: for how many minutes coupons can be redeemed.
    ///   - timeZone: the time zone whose days and clock count.
    ///   - timeOfDay: when it runs; midnight if not given.
    ///   - notificationGroup: who is to be told.
    public init(
        name: String,
        count: Int,
        recurrence: Recurrence,
        dayOfWeek: Int? = nil,
        dayOfMonth: Int? = nil,
        validMinutes: Int64,
        timeZone: String,
        timeOfDay: TimeOfDay = .midnight,
        notificationGroup: String
    ) {
        self.name = name
        self.count = count
        self.recurrence = recurrence
        self.dayOfWeek = dayOfWeek
        self.dayOfMonth = dayOfMonth
        self.validMinutes = validMinutes
        self.timeZone = timeZone
        self.timeOfDay = timeOfDay
        self.notificationGroup = notificationGroup
    }

    /// Checks what somebody gave.
    ///
    /// - Returns: when it runs.
    /// - Throws: the first setting that is wrong.
    @discardableResult
    public func validated() throws(PortalValueError) -> ScheduleTiming {
        try TextRule.check(name, .name)
        try TextRule.check(count, .count, in: Self.countBounds)
        try TextRule.check(validMinutes, .validForMinutes, in: Self.validMinutesBounds)
        if let dayOfWeek { try TextRule.check(dayOfWeek, .dayOfWeek, in: Self.dayOfWeekBounds) }
        if let dayOfMonth { try TextRule.check(dayOfMonth, .dayOfMonth, in: Self.dayOfMonthBounds) }
        guard !notificationGroup.isEmpty else { throw .empty(.notificationGroup) }
        try TextRule.checkOptional(
            notificationGroup,
            .notificationGroup,
            bytesMaximum: Self.notificationGroupBytesMaximum
        )
        return try timing()
    }

    /// When a schedule with these settings runs.
    ///
    /// - Returns: its rhythm, clock and time zone.
    /// - Throws: `day_of_week` or `day_of_month` when it is missing, or `timezone` when nobody knows it.
    public func timing() throws(PortalValueError) -> ScheduleTiming {
        let rhythm: ScheduleTiming.Rhythm
        switch recurrence {
        case .daily: rhythm = .daily
        case .weekly:
            guard let dayOfWeek else { throw .missing(.dayOfWeek, because: "a weekly schedule runs on one") }
            rhythm = .weekly(dayOfWeek: dayOfWeek)
        case .monthly:
            guard let dayOfMonth else { throw .missing(.dayOfMonth, because: "a monthly schedule runs on one") }
            rhythm = .monthly(dayOfMonth: dayOfMonth)
        }
        let zone = try TimeZoneRule.zone(named: timeZone)
        return ScheduleTiming(rhythm: rhythm, timeOfDay: timeOfDay, clock: LocalClock(zone: zone))
    }
}
