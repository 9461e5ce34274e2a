extension Migration {
    /// For how long the clocks of routers have been going as they go now, and what routers that cannot tell the time call a login.
    static let clockSpans = Migration(
        name: "clock_spans",
        tables: [],
        statements: [
            "ALTER TABLE router_clocks ADD COLUMN steady_error_seconds INTEGER",
            "ALTER TABLE router_clocks ADD COLUMN steady_since INTEGER",
            "ALTER TABLE router_clocks ADD COLUMN steady_checked_at INTEGER",
            "ALTER TABLE guest_sessions ADD COLUMN is_start_guessed INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE guest_sessions ADD COLUMN script_digest TEXT",
            "ALTER TABLE guest_sessions ADD COLUMN line_digest TEXT",
            // Few are, of a name that may have had many.
            """
            CREATE INDEX guessed_sessions ON guest_sessions (device_id, user_name, started_at) WHERE is_start_guessed = 1
            """,
        ]
    )
}
