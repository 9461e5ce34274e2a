extension Migration {
    /// What happened, who wants to be told by a webhook, and what became of telling them.
    static let events = Migration(
        name: "events",
        tables: [
            // The position grows with each event and is never given again. `site_id` refers to nothing: an event outlives its site.
            Table(
                name: "events",
                columns: [
                    .int64("position"), .text("id"), .text("kind"), .text("site_id").optional, .int64("occurred_at"),
                    .text("data"), .int64("recorded_at"),
                ],
                key: ["position"],
                unique: [["id"]],
                indexes: [["recorded_at"]]
            ),
            // The secret of before stays good for a while, so that a receiver can learn the new one at leisure.
            Table(
                name: "webhooks",
                columns: [
                    .text("id"), .text("url"), .text("note").optional, .int64("wants_all"), .bytes("sealed_secret"),
                    .bytes("sealed_old_secret").optional, .int64("old_secret_until").optional, .int64("created_at"),
                    .int64("disabled_at").optional, .text("disabled_reason").optional,
                ],
                key: ["id"],
                checks: ["url <> ''"],
                indexes: [["created_at"]]
            ),
            Table(
                name: "webhook_kinds",
                columns: [.text("webhook_id").references("webhooks", deletes: true), .text("kind")],
                key: ["webhook_id", "kind"]
            ),
            // `trying_since` begins the 24 hours anew when somebody asks for a delivery again.
            Table(
                name: "webhook_deliveries",
                columns: [
                    .text("webhook_id").references("webhooks", deletes: true),
                    .text("event_id").references("events", deletes: true), .int64("created_at"),
                    .int64("trying_since"), .int64("tries"), .int64("attempt_count"),
                    .int64("next_attempt_at").optional, .int64("delivered_at").optional, .int64("failed_at").optional,
                ],
                key: ["webhook_id", "event_id"],
                checks: ["next_attempt_at IS NOT NULL OR delivered_at IS NOT NULL OR failed_at IS NOT NULL"],
                indexes: [["event_id"], ["webhook_id", "created_at", "event_id"]]
            ),
            Table(
                name: "webhook_attempts",
                columns: [
                    .text("webhook_id"), .text("event_id"), .int64("number"), .int64("started_at"),
                    .int64("took_milliseconds"), .int64("status").optional, .text("error").optional,
                ],
                key: ["webhook_id", "event_id", "number"]
            ),
        ],
        statements: [
            "INSERT INTO counters (name, value) VALUES ('event', 0)",
            """
            CREATE INDEX due_webhook_deliveries ON webhook_deliveries (webhook_id, next_attempt_at)
            WHERE next_attempt_at IS NOT NULL
            """,
            // Since when it is told that the device cannot be reached.
            "ALTER TABLE devices ADD COLUMN unreachable_at INTEGER",
            // When it was looked whether the coupon ran out unused: once for each.
            "ALTER TABLE coupons ADD COLUMN swept_at INTEGER",
            // What ran out before there were events is told to nobody: the newest trace of the time tells what that is.
            """
            UPDATE coupons SET swept_at = expires_at WHERE expires_at <= (
                SELECT MAX(at) FROM (
                    SELECT MAX(created_at) AS at FROM coupons UNION ALL SELECT MAX(last_run_at) FROM devices
                ) AS moments
            )
            """,
            "CREATE INDEX unswept_coupons ON coupons (expires_at) WHERE swept_at IS NULL",
        ]
    )
}
