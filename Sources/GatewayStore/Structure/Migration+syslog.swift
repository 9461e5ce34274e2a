extension Migration {
    /// Whose syslog lines are whose: from where a device sends them, and what it calls itself in them.
    static let syslog = Migration(
        name: "syslog",
        tables: [],
        statements: [
            "ALTER TABLE devices ADD COLUMN syslog_source TEXT",
            "ALTER TABLE devices ADD COLUMN identity TEXT",
        ]
    )
}
