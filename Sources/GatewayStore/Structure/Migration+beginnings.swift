extension Migration {
    /// Since when a device is behind and since when it is worked on; and up to which revision its plan was refused, so that the same plan is
    /// not made again and again.
    static let beginnings = Migration(
        name: "beginnings",
        tables: [],
        statements: [
            "ALTER TABLE devices ADD COLUMN behind_since INTEGER",
            "ALTER TABLE devices ADD COLUMN claimed_at INTEGER",
            "ALTER TABLE devices ADD COLUMN refused_revision INTEGER",
            // When the first change came that a device has missed nobody has written down: it was after this.
            """
            UPDATE devices SET behind_since = COALESCE(last_success_at, created_at) WHERE applied_revision < desired_revision
            """,
        ]
    )
}
