import GatewayDomain
import GatewayStore

/// A coupon schedule as programs read it: the fields of the portal's API first, then ours.
struct ScheduleView {
    private let schedule: CouponSchedule
    private let figures: ScheduleFigures

    /// Shows a schedule.
    init(_ status: ScheduleStatus) {
        schedule = status.schedule
        figures = status.figures
    }

    /// One JSON object.
    var json: JSON {
        let settings = schedule.settings
        return [
            "id": .id(schedule.id),
            "name": .string(settings.name),
            "instance_id": .id(schedule.instance),
            "count": .integer(Int64(settings.count)),
            "recurrence_type": .string(settings.recurrence.rawValue),
            "day_of_week": .number(settings.dayOfWeek),
            "day_of_month": .number(settings.dayOfMonth),
            "valid_for_in_minutes": .integer(settings.validMinutes),
            "timezone": .string(settings.timeZone),
            "notification_group_id": .string(settings.notificationGroup),
            "last_run_at": .time(schedule.lastRunAt),
            "next_run_at": .time(schedule.nextRunAt),
            "tokens_used_since_last_run": .integer(Int64(figures.used)),
            "tokens_generated_since_last_run": .integer(Int64(figures.generated)),
            "tokens_available_since_last_run": .integer(Int64(figures.available)),
            "created_at": .time(schedule.createdAt),
            "time_of_day": .string(settings.timeOfDay.description),
            // This gateway has no notification groups; the id is kept for programs that expect it back.
            "notifies": .boolean(false),
            "notices": .array([
                .string(
                    "Nobody is notified of a run: the notification group '\(settings.notificationGroup)' is kept, but names "
                        + "no group of this gateway. Hand the coupons out with a signed URL."
                )
            ]),
        ]
    }
}
