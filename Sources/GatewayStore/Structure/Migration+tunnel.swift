extension Migration {
    /// Tunnels to routers that nobody can dial.
    static let tunnel = Migration(
        name: "tunnel",
        tables: [
            // The gateway's end.
            Table(
                name: "tunnel",
                columns: [
                    .int64("slot"), .text("network"), .text("endpoint_host"), .int64("endpoint_port"),
                    .int64("listen_port"), .int64("mtu"), .text("public_key"), .bytes("sealed_private_key"),
                    .int64("changed_at"),
                ],
                key: ["slot"],
                checks: ["slot = 1"]
            ),
            // A router's private key is kept until it is a device, so that whoever sets it up can be shown the same again.
            Table(
                name: "tunnel_routers",
                columns: [
                    .text("address"), .text("site_id").references("sites"), .text("public_key"),
                    .bytes("sealed_preshared_key"), .bytes("sealed_private_key").optional, .int64("created_at"),
                ],
                key: ["address"],
                unique: [["public_key"]],
                indexes: [["site_id"]]
            ),
        ]
    )
}
