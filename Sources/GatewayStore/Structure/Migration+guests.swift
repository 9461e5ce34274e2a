extension Migration {
    /// Which sessions somebody asked to end, and how guests are looked up.
    static let guests = Migration(
        name: "guests",
        tables: [],
        statements: [
            "ALTER TABLE guest_sessions ADD COLUMN disconnect_at INTEGER",
            // Looked up with every comparison of a device; nearly always empty.
            """
            CREATE INDEX disconnected_guest_sessions ON guest_sessions (site_id, user_name)
            WHERE disconnect_at IS NOT NULL AND ended_at IS NULL
            """,
            "CREATE INDEX open_guest_sessions_by_site ON guest_sessions (site_id) WHERE ended_at IS NULL",
            "CREATE INDEX guest_sessions_by_mac_address ON guest_sessions (mac_address, site_id)",
            "CREATE INDEX guest_sessions_by_address ON guest_sessions (address, site_id)",
        ]
    )
}
