/// When schedules run, and what they order: pure decisions.
public enum ScheduleRules {
    /// The next time a schedule runs.
    ///
    /// One run a day of its rhythm, at the first moment when clocks show its time of day or a later one. So a time that a change of
    /// the clocks skips is made up right after the change, and one that occurs twice counts once, the first time. A whole day that a
    /// zone skipped (Samoa, 2011-12-30) has no daily run; a weekly or monthly one that falls on it is made up, since it
    /// would be missing for long.
    ///
    /// - Parameters:
    ///   - timing: when the schedule runs.
    ///   - time: the run comes after this moment, not at it.
    /// - Returns: the time of the run, in whole seconds.
    public static func nextRun(_ timing: ScheduleTiming, after time: Timestamp) -> Timestamp {
        // Runs of earlier days are over: the clock shows more than they waited for.
        let today = timing.clock.reading(at: time).flooredQuotientAndRemainder(dividingBy: 86_400).0
        var day = timing.rhythm.first(from: CivilDate(daysSince1970: today))
        while true {
            defer { day = timing.rhythm.first(from: day + 1) }
            if timing.rhythm == .daily, !timing.clock.has(day) { continue }
            let run = timing.clock.first(reaching: day.daysSince1970 * 86_400 + Int64(timing.timeOfDay.minutes * 60))
            if run > time { return run }
        }
    }

    /// When a schedule is due after its settings were replaced.
    ///
    /// A run that is overdue stays so where the new settings mean the same times: changing a name forgives no run.
    ///
    /// - Parameters:
    ///   - schedule: the schedule as it was.
    ///   - settings: what somebody asks for now.
    ///   - now: when they do.
    /// - Returns: the time of the run that comes next.
    /// - Throws: the first setting that is wrong.
    public static func nextRun(
        of schedule: CouponSchedule,
        changedTo settings: ScheduleSettings,
        at now: Timestamp
    ) throws(PortalValueError) -> Timestamp {
        let timing = try settings.validated()
        // What can no longer be understood, such as a time zone that this machine has lost, is replaced like anything else.
        let before = try? schedule.settings.timing()
        return timing == before ? schedule.nextRunAt : nextRun(timing, after: now)
    }

    /// What a run orders.
    ///
    /// - Parameters:
    ///   - schedule: the schedule that runs.
    ///   - instance: its instance.
    ///   - run: the identity of the run.
    /// - Returns: the order, within the bounds of schedules.
    public static func order(
        of schedule: CouponSchedule,
        instance: Instance,
        run: ScheduleRun.ID
    ) -> CouponOrder {
        var order = CouponOrder(
            instance: instance,
            count: schedule.settings.count,
            minutesValid: schedule.settings.validMinutes
        )
        order.countBounds = ScheduleSettings.countBounds
        order.run = ScheduleRun.Reference(schedule: schedule.id, run: run)
        return order
    }
}
