extension Migration {
    /// What holds for each device, since when and why; the states that it went through; and what kind of error ended a run.
    static let health = Migration(
        name: "health",
        tables: [
            Table(
                name: "device_conditions",
                columns: [
                    .text("device_id").references("devices", deletes: true), .text("condition"), .int64("since"),
                    .text("why"), .text("remedy").optional,
                ],
                key: ["device_id", "condition"],
                indexes: [["condition"]]
            ),
            Table(
                name: "device_states",
                columns: [
                    .text("device_id").references("devices", deletes: true), .int64("number"), .text("state"),
                    .int64("at"), .text("why"),
                ],
                key: ["device_id", "number"]
            ),
        ],
        statements: [
            "ALTER TABLE sync_runs ADD COLUMN failure_label TEXT",
            "ALTER TABLE devices ADD COLUMN failure_label TEXT",
            // Which state was told last, and when.
            "ALTER TABLE devices ADD COLUMN told_state TEXT",
            "ALTER TABLE devices ADD COLUMN told_state_at INTEGER",
            // What was known before there were conditions; the next full comparison tells the rest.
            """
            INSERT INTO device_conditions (device_id, condition, since, why)
            SELECT d.id, 'paused', s.paused_at, 'its site is paused' FROM devices AS d JOIN sites AS s ON s.id = d.site_id
            WHERE s.paused_at IS NOT NULL
            """,
            """
            INSERT INTO device_conditions (device_id, condition, since, why)
            SELECT id, 'insecure', created_at, 'nothing proves that it is the right router' FROM devices
            WHERE trust = 'anonymous'
            """,
            """
            INSERT INTO device_conditions (device_id, condition, since, why)
            SELECT id, 'failing', failing_since, COALESCE(failure, '') FROM devices WHERE failing_since IS NOT NULL
            """,
            """
            INSERT INTO device_conditions (device_id, condition, since, why)
            SELECT d.id, 'synced', d.reconciled_at, '' FROM devices AS d JOIN sites AS s ON s.id = d.site_id
            WHERE d.failing_since IS NULL AND d.reconciled_at IS NOT NULL AND s.paused_at IS NULL
            """,
        ]
    )
}
