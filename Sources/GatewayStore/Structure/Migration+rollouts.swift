extension Migration {
    /// What the routers of an instance's sites hold while a change goes to them in steps: how it was before, for the sites that are not on
    /// the list yet.
    static let rollouts = Migration(
        name: "rollouts",
        tables: [
            Table(
                name: "rollouts",
                columns: [
                    .text("instance_id").references("instances"), .int64("begun_at"), .int64("session_seconds"),
                    .text("coupon_password"), .text("device_policy"), .text("rate_limit").optional,
                    .text("theme").optional, .text("terms_text").optional,
                ],
                key: ["instance_id"]
            ),
            Table(
                name: "rollout_sites",
                columns: [
                    .text("instance_id").references("rollouts", "instance_id", deletes: true),
                    .text("site_id").references("sites", deletes: true), .int64("released_at"),
                ],
                key: ["instance_id", "site_id"]
            ),
        ]
    )
}
