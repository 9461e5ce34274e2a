import GatewayDomain

extension CouponSchedule {
    /// What is kept of settings, in the order in which the statements name it.
    static func values(of settings: ScheduleSettings) -> [any SQLConvertible] {
        [
            settings.name, settings.count, settings.recurrence.rawValue, settings.dayOfWeek, settings.dayOfMonth,
            settings.timeOfDay.minutes, settings.timeZone, settings.validMinutes, settings.notificationGroup,
        ]
    }

    init(row: SQLRow) throws(StoreError) {
        let settings = ScheduleSettings(
            name: try row.text("name"),
            count: Int(try row.integer("coupon_count")),
            recurrence: try row.choice("recurrence"),
            dayOfWeek: try row.optionalInteger("day_of_week").map { Int($0) },
            dayOfMonth: try row.optionalInteger("day_of_month").map { Int($0) },
            validMinutes: try row.integer("valid_minutes"),
            timeZone: try row.text("time_zone"),
            timeOfDay: TimeOfDay(minutes: Int(try row.integer("minute_of_day"))),
            notificationGroup: try row.text("notification_group")
        )
        self.init(
            id: try row.id("id"),
            instance: try row.id("instance_id"),
            settings: settings,
            createdAt: try row.time("created_at"),
            lastRunAt: try row.optionalTime("last_run_at"),
            nextRunAt: try row.time("next_run_at")
        )
    }

    /// The schedules that are due at `$1`, the longest first, without those of `$2`, at most `$3`.
    static let due: SQL = """
        SELECT id FROM coupon_schedules AS s WHERE deleted_at IS NULL AND next_run_at <= $1 AND \(isRunning)
            AND id NOT IN (SELECT r.id FROM \(rows: 2, ["id": .text]) AS r)
        ORDER BY next_run_at, id LIMIT $3
        """

    /// When the next schedule is due, without those of `$1`.
    static let next: SQL = """
        SELECT next_run_at FROM coupon_schedules AS s WHERE deleted_at IS NULL AND \(isRunning)
            AND id NOT IN (SELECT r.id FROM \(rows: 1, ["id": .text]) AS r)
        ORDER BY next_run_at LIMIT 1
        """

    /// Whether the schedule `s` runs: one of an instance whose logins are not served waits until they are.
    ///
    /// Not `IN`: a list of instances would be begun with, and every schedule of them read.
    private static let isRunning: SQL = """
        EXISTS (SELECT 1 FROM instances AS i WHERE i.id = s.instance_id AND i.strategy = 'coupon')
        """

    /// One that was not deleted, with its instance.
    ///
    /// - Returns: nil when there is none.
    static func live(
        _ connection: any SQLConnection,
        _ id: CouponSchedule.ID
    ) throws(StoreError) -> (schedule: CouponSchedule, instance: Instance)? {
        let schedules = try connection.query(
            "SELECT * FROM coupon_schedules WHERE id = $1 AND deleted_at IS NULL",
            [id],
            as: CouponSchedule.init(row:)
        )
        guard let schedule = schedules.first else { return nil }
        let instances = try connection.query(
            "SELECT * FROM instances WHERE id = $1",
            [schedule.instance],
            as: Instance.init(row:)
        )
        return instances.first.map { (schedule: schedule, instance: $0) }
    }
}

extension ScheduleStatus {
    /// The schedules of an instance, or one of them, with their figures, in one statement.
    static func all(
        _ connection: any SQLConnection,
        of instance: Instance.ID,
        id: CouponSchedule.ID?,
        now: Timestamp
    ) throws(StoreError) -> [ScheduleStatus] {
        try connection.query(
            """
            SELECT s.*, COUNT(c.id) AS generated, COUNT(e.coupon_id) AS used,
                COUNT(CASE WHEN e.coupon_id IS NULL AND c.revoked_at IS NULL AND c.expires_at > $3 THEN 1 END) AS available
            FROM coupon_schedules AS s
            LEFT JOIN coupons AS c ON c.schedule_run_id = s.last_run_id
            LEFT JOIN redemptions AS e ON e.coupon_id = c.id
            WHERE s.instance_id = $1 AND s.deleted_at IS NULL AND s.id = COALESCE($2, s.id)
            GROUP BY s.id ORDER BY s.name, s.id
            """,
            [instance, id, now]
        ) { row throws(StoreError) in
            ScheduleStatus(
                schedule: try CouponSchedule(row: row),
                figures: ScheduleFigures(
                    generated: Int(try row.integer("generated")),
                    used: Int(try row.integer("used")),
                    available: Int(try row.integer("available"))
                )
            )
        }
    }

    static func one(
        _ connection: any SQLConnection,
        _ id: CouponSchedule.ID,
        of instance: Instance.ID,
        now: Timestamp
    ) throws(StoreError) -> ScheduleStatus {
        guard let status = try all(connection, of: instance, id: id, now: now).first else {
            throw .notFound(kind: .couponSchedule, reference: id.rawValue)
        }
        return status
    }
}
