import GatewayDomain
import GatewayHTTP
import GatewayStore

/// The steps in which the portal calls the gateway's API.
extension DemoStory {
    /// Makes the coupons that the story is about.
    ///
    /// - Returns: their codes.
    static func orderCoupons(of instance: Instance, _ api: DemoAPI) async throws -> [String] {
        let coupons: [DemoAPI.Coupon] = try await api.post(
            "/captive/instances/\(instance.id)/coupons",
            ["minutes_valid": .integer(7 * 24 * 60), "count": .integer(50)]
        )
        return coupons.map(\.code)
    }

    /// A schedule is made and run, and what it made reaches the routers.
    func runSchedule(_ portal: DemoPortal, _ api: DemoAPI, _ gateway: DemoGateway) async throws {
        let path = "/captive/instances/\(portal.instance.id)/coupon-schedules"
        let schedule: DemoAPI.Schedule = try await api.post(
            path,
            [
                "name": .string("Day passes"), "count": .integer(20), "recurrence_type": .string("daily"),
                "valid_for_in_minutes": .integer(24 * 60), "timezone": .string("Europe/Berlin"),
                "notification_group_id": .string("front-desk"),
            ]
        )
        output.line("POST …/coupon-schedules: 20 codes a day at midnight in Berlin, next at \(schedule.nextRunAt).")
        let made: [DemoAPI.Coupon] = try await api.post("\(path)/\(schedule.id)/run")
        let codes = Set(made.map(\.code))
        let id = gateway.store.gatewayID
        let after = try await gateway.wait(for: "the codes of \(schedule.name) on all routers") {
            for place in portal.places where try await !place.codes(of: id).isSuperset(of: codes) { return false }
            return true
        }
        output.line("POST …/coupon-schedules/{id}/run, ahead of time: \(codes.count) codes.")
        for place in portal.places {
            output.line("\(place.name) holds \(try await place.codes(of: id).count) codes.")
        }
        output.line("All of them were there \(DemoOutput.text(after)) after the answer.")
    }
}
