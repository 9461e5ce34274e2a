extension Migration {
    /// Who got in where and for how long, which device holds a coupon, and what else reports tell.
    static let sessions = Migration(
        name: "sessions",
        tables: [
            // Like reports, these refer to no site and no device: a record outlives them.
            Table(
                name: "site_users",
                columns: [
                    .text("id"), .text("site_id"), .text("user_name"), .text("instance_id").references("instances"),
                    .text("coupon_id").references("coupons").optional, .int64("first_seen_at"),
                    .int64("last_seen_at"),
                ],
                key: ["id"],
                unique: [["site_id", "user_name"]],
                indexes: [["site_id", "last_seen_at", "id"], ["coupon_id"]]
            ),
            Table(
                name: "guest_sessions",
                columns: [
                    .text("id"), .text("site_user_id").references("site_users"), .text("site_id"), .text("device_id"),
                    .text("user_name"), .text("coupon_id").references("coupons").optional,
                    .text("mac_address").optional, .text("address").optional, .text("mac_digest").optional,
                    .text("address_digest").optional, .int64("started_at"), .int64("last_seen_at"),
                    .int64("ended_at").optional, .int64("is_end_told"), .int64("is_login_told"),
                    .text("end_cause").optional,
                    .int64("uptime_seconds").optional, .int64("bytes_in").optional, .int64("bytes_out").optional,
                    .int64("expires_at"), .int64("recorded_at"),
                ],
                key: ["id"],
                checks: ["ended_at IS NOT NULL OR is_end_told = 0"],
                indexes: [
                    ["device_id", "user_name", "started_at"], ["device_id", "user_name", "ended_at"],
                    ["site_user_id", "started_at"], ["site_id", "started_at"],
                ]
            ),
        ],
        statements: [
            // Looked up with each recording; few of all sessions are open.
            "CREATE INDEX open_guest_sessions ON guest_sessions (device_id, user_name) WHERE ended_at IS NULL",
            "ALTER TABLE redemptions ADD COLUMN holder_mac TEXT",
            "ALTER TABLE redemptions ADD COLUMN holder_since INTEGER",
            "UPDATE redemptions SET holder_mac = mac_address, holder_since = redeemed_at",
            "ALTER TABLE reports ADD COLUMN event TEXT NOT NULL DEFAULT 'login'",
            "ALTER TABLE reports ADD COLUMN ended_at INTEGER",
            "ALTER TABLE reports ADD COLUMN end_cause TEXT",
            "ALTER TABLE reports ADD COLUMN reference_digest TEXT",
            "ALTER TABLE reports ADD COLUMN clock_error_seconds INTEGER",
        ]
    )
}
