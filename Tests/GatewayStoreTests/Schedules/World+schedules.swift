import GatewayDomain

@testable import GatewayStore

extension World {
    /// Twenty passes every midnight in UTC.
    static let daily = ScheduleSettings(
        name: "Daily Guest Passes",
        count: 20,
        recurrence: .daily,
        validMinutes: 480,
        timeZone: "UTC",
        notificationGroup: "ng_a1b2c3d4e5f6"
    )

    /// A schedule of the instance, made at the start.
    func schedule(count: Int = 20, _ name: String = "Daily Guest Passes") async throws -> CouponSchedule {
        var settings = Self.daily
        settings.count = count
        settings.name = name
        return try await store.createCouponSchedule(settings, of: instance.id, now: Self.start).schedule
    }

    /// How many coupons and how many records of runs there are.
    static func census(_ store: Store) async throws -> [String: Int64] {
        let row = try await store.read { connection throws(StoreError) in
            try connection.query(
                """
                SELECT (SELECT COUNT(*) FROM coupons) AS coupons, (SELECT COUNT(*) FROM names) AS names,
                    (SELECT COUNT(*) FROM schedule_runs) AS runs
                """
            ).first
        }
        guard let row else { return [:] }
        return [
            "coupons": try row.integer("coupons"), "names": try row.integer("names"), "runs": try row.integer("runs"),
        ]
    }
}
