import GatewayDomain
import GatewayStore

/// Makes, replaces and deletes schedules.
enum WriteSchedules {
    @Sendable static func create(_ request: APIRequest) async throws -> APIResponse {
        let instance = try request.instanceID()
        let settings = try settings(try request.fields())
        let made = try await request.store.createCouponSchedule(settings, of: instance, now: request.now)
        let path = ScheduleOperations.path(of: made.schedule)
        return .created(ScheduleView(made).json, at: request.services.publicURL + path)
    }

    @Sendable static func update(_ request: APIRequest) async throws -> APIResponse {
        let (id, instance) = (try request.scheduleID(), try request.instanceID())
        let settings = try settings(try request.fields())
        let status = try await request.store.updateCouponSchedule(id, of: instance, to: settings, now: request.now)
        return .json(ScheduleView(status).json)
    }

    @Sendable static func delete(_ request: APIRequest) async throws -> APIResponse {
        let (id, instance) = (try request.scheduleID(), try request.instanceID())
        try await request.store.deleteCouponSchedule(id, of: instance, now: request.now)
        return .noContent
    }

    /// Reads a body; what fields mean together is judged by the domain.
    private static func settings(_ fields: JSONFields) throws -> ScheduleSettings {
        let counts = ScheduleSettings.countBounds
        return ScheduleSettings(
            name: try fields.string("name"),
            count: Int(try fields.integer("count", in: wide(counts))),
            recurrence: try fields.choice("recurrence_type"),
            dayOfWeek: try fields.optionalInteger("day_of_week", in: wide(ScheduleSettings.dayOfWeekBounds))
                .map { Int($0) },
            dayOfMonth: try fields.optionalInteger("day_of_month", in: wide(ScheduleSettings.dayOfMonthBounds))
                .map { Int($0) },
            validMinutes: try fields.integer("valid_for_in_minutes", in: ScheduleSettings.validMinutesBounds),
            timeZone: try fields.string("timezone"),
            timeOfDay: try fields.optionalString("time_of_day").map { try TimeOfDay(text: $0) } ?? .midnight,
            notificationGroup: try fields.string("notification_group_id")
        )
    }

    private static func wide(_ bounds: ClosedRange<Int>) -> ClosedRange<Int64> {
        Int64(bounds.lowerBound)...Int64(bounds.upperBound)
    }
}
