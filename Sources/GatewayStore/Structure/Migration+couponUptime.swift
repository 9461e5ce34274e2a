extension Migration {
    /// Online time of a coupon's own, within the time by the clock that its access lasts.
    static let couponUptime = Migration(
        name: "coupon_uptime",
        tables: [],
        statements: [
            "ALTER TABLE coupons ADD COLUMN uptime_seconds_max INTEGER",
            "ALTER TABLE coupons ADD COLUMN uptime_seconds_used INTEGER NOT NULL DEFAULT 0",
        ]
    )
}
