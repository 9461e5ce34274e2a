/// What the scheduler knows of an entry besides its row.
struct ScheduleEntry: Sendable {
    /// When it runs next; nil for never.
    var nextRun: Duration?
    /// How often it ran since the last boot.
    var runCount: Int64 = 0
}
