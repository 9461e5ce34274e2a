extension Migration {
    /// How the devices are found that have to be looked at, among thousands that are as they should be.
    static let claims = Migration(
        name: "claims",
        tables: [],
        statements: [
            "CREATE INDEX changed_devices ON devices (id) WHERE applied_revision < desired_revision",
            "CREATE INDEX devices_by_due_at ON devices (due_at)",
            "CREATE INDEX devices_by_look_at ON devices (look_at)",
            "CREATE INDEX devices_by_audit_at ON devices (audit_at)",
        ]
    )
}
