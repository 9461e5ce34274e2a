extension Migration {
    /// Who changed what, and the requests that must not take effect twice.
    static let accountability = Migration(
        name: "accountability",
        tables: [
            // `actor_id` and `target` refer to nothing: an entry outlives what it tells of.
            Table(
                name: "audit_log",
                columns: [
                    .int64("position"), .text("id"), .int64("at"), .text("actor_kind"), .text("actor_id"),
                    .text("actor_name"), .text("address").optional, .text("action"), .text("target"),
                    .text("request_id").optional,
                ],
                key: ["position"],
                indexes: [["at"]]
            ),
            Table(
                name: "idempotency_claims",
                columns: [
                    .text("owner"), .text("idempotency_key"), .text("request_digest"), .int64("claimed_at"),
                    .bytes("sealed_answer").optional,
                ],
                key: ["owner", "idempotency_key"],
                indexes: [["claimed_at"]]
            ),
        ]
    )
}
