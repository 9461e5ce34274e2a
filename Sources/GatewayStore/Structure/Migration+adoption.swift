extension Migration {
    /// What coupons and accounts that were taken over from other tools have of their own, and what was shown before.
    static let adoption = Migration(
        name: "adoption",
        tables: [
            Table(
                name: "adoption_plans",
                columns: [
                    .text("id"), .text("site_id").references("sites", deletes: true), .text("device_id").optional,
                    .text("instance_id").references("instances", deletes: true), .text("request"), .text("names"),
                    .int64("made_at"),
                ],
                key: ["id"],
                indexes: [["site_id", "made_at"]]
            )
        ],
        statements: [
            "ALTER TABLE coupons ADD COLUMN spelling TEXT",
            "ALTER TABLE coupons ADD COLUMN access_seconds INTEGER",
            "ALTER TABLE coupons ADD COLUMN adopted_at INTEGER",
            "ALTER TABLE hotspot_users ADD COLUMN adopted_at INTEGER",
            // A spelling is looked up by the code that goes with it, but where guests are erased.
            "CREATE UNIQUE INDEX coupon_spellings ON coupons (spelling) WHERE spelling IS NOT NULL",
        ]
    )
}
