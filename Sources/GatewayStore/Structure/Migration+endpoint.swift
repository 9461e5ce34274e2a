extension Migration {
    /// Where routers reach the gateway.
    static let endpoint = Migration(
        name: "gateway_endpoint",
        tables: [
            Table(
                name: "gateway_endpoint",
                columns: [.int64("slot"), .text("url"), .text("authority").optional, .int64("changed_at")],
                key: ["slot"],
                checks: ["slot = 1"]
            )
        ]
    )
}
