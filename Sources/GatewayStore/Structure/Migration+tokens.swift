extension Migration {
    /// Who may ask over HTTP: the tokens that were given out, and the keys that signed them.
    static let tokens = Migration(
        name: "tokens",
        tables: [
            // The highest position that is not retired signs new tokens.
            Table(
                name: "signing_keys",
                columns: [
                    .text("id"), .int64("position"), .bytes("public_key"), .bytes("sealed_private_key"),
                    .int64("created_at"), .int64("retired_at").optional,
                ],
                key: ["id"],
                unique: [["position"]]
            ),
            Table(
                name: "tokens",
                columns: [
                    .text("id"), .text("name"), .text("scopes"), .text("key_id").references("signing_keys"),
                    .int64("created_at"), .int64("expires_at").optional, .int64("revoked_at").optional,
                    .int64("last_used_at").optional,
                ],
                key: ["id"],
                checks: ["name <> ''", "scopes <> ''"],
                indexes: [["created_at"]]
            ),
        ]
    )
}
