import GatewayDomain
import GatewayStore
import HTTPTypes

/// What can be asked for about coupon schedules.
enum ScheduleOperations {
    static let all = [
        Operation("listCouponSchedules", .get, list, .scope(.schedulesRead), perform: ReadSchedules.list),
        Operation("createCouponSchedule", .post, list, .scope(.schedulesWrite), perform: WriteSchedules.create),
        Operation("getCouponSchedule", .get, one, .scope(.schedulesRead), perform: ReadSchedules.one),
        Operation("updateCouponSchedule", .put, one, .scope(.schedulesWrite), perform: WriteSchedules.update),
        Operation("deleteCouponSchedule", .delete, one, .scope(.schedulesWrite), perform: WriteSchedules.delete),
        Operation("runCouponSchedule", .post, "\(one)/run", .scope(.schedulesWrite), perform: RunSchedule.perform),
    ]

    /// Where a schedule is found.
    static func path(of schedule: CouponSchedule) -> String {
        "/captive/instances/\(schedule.instance)/coupon-schedules/\(schedule.id)"
    }

    static let one = "\(list)/{scheduleId}"
    private static let list = "/captive/instances/{instanceId}/coupon-schedules"
}

extension APIRequest {
    /// The id of the schedule that the path names, be there one or not.
    func scheduleID() throws(APIError) -> CouponSchedule.ID {
        try id("scheduleId", kind: StoreError.Kind.couponSchedule.rawValue)
    }
}
