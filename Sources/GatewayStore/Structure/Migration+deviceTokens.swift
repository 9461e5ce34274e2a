extension Migration {
    /// What routers report with, and how wrong their clocks are when they do.
    static let deviceTokens = Migration(
        name: "device_tokens",
        tables: [
            Table(
                name: "device_tokens",
                columns: [
                    .text("id"), .text("device_id").references("devices", deletes: true), .text("token_digest"),
                    .int64("created_at"), .int64("ends_at").optional, .int64("last_used_at").optional,
                ],
                key: ["id"],
                unique: [["token_digest"]],
                indexes: [["device_id", "created_at"]]
            ),
            // Ahead of ours, or behind when negative.
            Table(
                name: "router_clocks",
                columns: [
                    .text("device_id").references("devices", deletes: true), .int64("error_seconds"),
                    .int64("noted_at"),
                ],
                key: ["device_id"]
            ),
        ]
    )
}
