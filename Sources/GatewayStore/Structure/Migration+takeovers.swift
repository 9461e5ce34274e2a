extension Migration {
    /// Foreign users of a router that somebody confirmed to take over, until that is done.
    static let takeovers = Migration(
        name: "takeovers",
        tables: [
            Table(
                name: "takeovers",
                columns: [.text("device_id").references("devices", deletes: true), .text("name")],
                key: ["device_id", "name"]
            )
        ]
    )
}
