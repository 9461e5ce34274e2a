extension Migration {
    /// Standing orders of coupons, what they did, and which coupons are theirs.
    static let schedules = Migration(
        name: "schedules",
        tables: [
            Table(
                name: "coupon_schedules",
                columns: [
                    .text("id"), .text("instance_id").references("instances", deletes: true), .text("name"),
                    .int64("coupon_count"), .text("recurrence"), .int64("day_of_week").optional,
                    .int64("day_of_month").optional, .int64("minute_of_day"), .text("time_zone"),
                    .int64("valid_minutes"), .text("notification_group"), .int64("created_at"),
                    .int64("next_run_at"), .int64("last_run_at").optional,
                    // Refers to nothing, since runs refer to schedules.
                    .text("last_run_id").optional, .int64("deleted_at").optional,
                ],
                key: ["id"],
                checks: [
                    "name <> ''", "coupon_count BETWEEN 1 AND 500", "minute_of_day BETWEEN 0 AND 1439",
                    "valid_minutes > 0", "recurrence IN ('daily', 'weekly', 'monthly')",
                    "recurrence <> 'weekly' OR day_of_week IS NOT NULL",
                    "recurrence <> 'monthly' OR day_of_month IS NOT NULL",
                ],
                indexes: [["instance_id", "created_at"]]
            ),
            // The second key is what makes a second run for one due time impossible, whoever tries.
            Table(
                name: "schedule_runs",
                columns: [
                    .text("id"), .text("schedule_id").references("coupon_schedules", deletes: true),
                    .int64("due_at").optional, .int64("ran_at"), .int64("coupon_count"),
                ],
                key: ["id"],
                unique: [["schedule_id", "due_at"]]
            ),
        ],
        statements: [
            "ALTER TABLE coupons ADD COLUMN schedule_id TEXT REFERENCES coupon_schedules (id)",
            "ALTER TABLE coupons ADD COLUMN schedule_run_id TEXT REFERENCES schedule_runs (id)",
            "CREATE INDEX coupons_by_schedule ON coupons (schedule_id, expires_at) WHERE schedule_id IS NOT NULL",
            "CREATE INDEX coupons_by_run ON coupons (schedule_run_id) WHERE schedule_run_id IS NOT NULL",
            "CREATE INDEX due_schedules ON coupon_schedules (next_run_at) WHERE deleted_at IS NULL",
        ]
    )
}
