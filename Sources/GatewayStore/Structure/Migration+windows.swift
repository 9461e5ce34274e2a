extension Migration {
    /// When the routers of a site are written to, a line for each window, and whether a push waits for that.
    static let windows = Migration(
        name: "windows",
        tables: [],
        statements: [
            "ALTER TABLE sites ADD COLUMN windows TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE push_requests ADD COLUMN ignores_window INTEGER NOT NULL DEFAULT 0",
        ]
    )
}
