extension Migration {
    /// Coupon templates, what coupons they made, and the clients that ask for codes.
    static let templates = Migration(
        name: "templates",
        tables: [
            Table(
                name: "coupon_templates",
                columns: [
                    .text("id"), .text("instance_id").references("instances", deletes: true), .text("name"),
                    .text("mode"), .text("prefix"), .text("suffix"), .int64("random_length").optional,
                    .text("pattern").optional, .int64("maximum"), .int64("minutes_valid"), .int64("made_count"),
                    .int64("created_at"),
                ],
                key: ["id"],
                unique: [["instance_id", "name"]],
                checks: [
                    "mode IN ('AUTO_ALLOCATE', 'AUTO_ACCEPT')", "random_length IS NULL OR pattern IS NULL",
                    "made_count BETWEEN 0 AND maximum", "minutes_valid > 0",
                ]
            ),
            // Of a secret only the keyed digest is kept. A revoked client stays, so that lists and records can name it.
            Table(
                name: "api_clients",
                columns: [
                    .text("id"), .text("instance_id").references("instances", deletes: true), .text("name"),
                    .text("secret_digest"), .int64("created_at"), .int64("last_used_at").optional,
                    .int64("revoked_at").optional,
                ],
                key: ["id"],
                indexes: [["instance_id"], ["name"]]
            ),
        ],
        statements: [
            // Refers to nothing: a coupon outlives its template.
            "ALTER TABLE coupons ADD COLUMN template_id TEXT",
            "CREATE INDEX coupons_by_template_id ON coupons (template_id) WHERE template_id IS NOT NULL",
        ]
    )
}
