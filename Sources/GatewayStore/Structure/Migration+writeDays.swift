extension Migration {
    /// How many rows were written to each device on the last day that any were, which is numbered in days of UTC since 1970.
    static let writeDays = Migration(
        name: "write_days",
        tables: [],
        statements: [
            "ALTER TABLE devices ADD COLUMN write_day INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE devices ADD COLUMN write_day_rows INTEGER NOT NULL DEFAULT 0",
        ]
    )
}
