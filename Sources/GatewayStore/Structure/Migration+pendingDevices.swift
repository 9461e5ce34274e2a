extension Migration {
    /// Routers that are being set up: a second look shows the same password.
    static let pendingDevices = Migration(
        name: "pending_devices",
        tables: [
            Table(
                name: "pending_devices",
                columns: [
                    .text("id"), .text("site_id").references("sites", deletes: true), .text("host"), .int64("port"),
                    .text("user_name"), .bytes("sealed_password"), .int64("created_at"),
                ],
                key: ["id"],
                unique: [["host", "port"]],
                indexes: [["site_id"]]
            )
        ]
    )
}
