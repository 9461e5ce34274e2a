extension Migration {
    /// Exports of redemptions, and the end of what is known of guests.
    static let guestData = Migration(
        name: "guest_data",
        tables: [],
        statements: [
            // The order in which all redemptions are exported.
            "CREATE INDEX redemptions_in_order ON redemptions (recorded_at, coupon_id)",
            // Since when the name is no name any more; MAC and IP address show by themselves whether they are there.
            "ALTER TABLE reports ADD COLUMN erased_at INTEGER",
            "ALTER TABLE guest_sessions ADD COLUMN erased_at INTEGER",
            "ALTER TABLE site_users ADD COLUMN erased_at INTEGER",
            "ALTER TABLE hotspot_users ADD COLUMN erased_at INTEGER",
            // What is erased next, without a look at what was erased long since.
            "CREATE INDEX reports_with_guest_data ON reports (recorded_at) WHERE \(GuestRows.personalNameOrAddress)",
            "CREATE INDEX sessions_with_guest_data ON guest_sessions (last_seen_at) WHERE \(GuestRows.personalNameOrAddress)",
            // All three: the engine would rather look for what is not there by another index, and sort.
            """
            CREATE INDEX site_users_with_guest_data ON site_users (coupon_id, erased_at, last_seen_at)
            WHERE \(GuestRows.personalName)
            """,
            "CREATE INDEX redemptions_with_guest_data ON redemptions (ends_at) WHERE \(GuestRows.device)",
            "CREATE INDEX removed_users_with_name ON hotspot_users (removed_at) WHERE \(GuestRows.removedName)",
            "CREATE INDEX runs_with_plan ON sync_runs (finished_at) WHERE plan IS NOT NULL",
        ]
    )
}
