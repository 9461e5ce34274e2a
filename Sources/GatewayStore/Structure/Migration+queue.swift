extension Migration {
    /// How work is found among ten thousand devices, many of which may be dead: those that wait for their next try are apart.
    static let queue = Migration(
        name: "queue",
        tables: [],
        statements: [
            "DROP INDEX changed_devices",
            "DROP INDEX devices_by_due_at",
            "DROP INDEX devices_by_look_at",
            "DROP INDEX devices_by_audit_at",
            // The condition alone would not make the engine prefer it to the indexes below: queries say that the revision is above 0.
            """
            CREATE INDEX changed_devices ON devices (desired_revision)
            WHERE retry_at IS NULL AND applied_revision < desired_revision
            """,
            "CREATE INDEX devices_by_due_at ON devices (due_at) WHERE retry_at IS NULL",
            "CREATE INDEX devices_by_look_at ON devices (look_at) WHERE retry_at IS NULL",
            "CREATE INDEX devices_by_audit_at ON devices (audit_at) WHERE retry_at IS NULL",
            "CREATE INDEX failed_devices ON devices (retry_at) WHERE retry_at IS NOT NULL",
            "CREATE INDEX leased_devices ON devices (leased_until) WHERE leased_until IS NOT NULL",
        ]
    )
}
