extension Migration {
    /// The portal, the devices, the work to do and the record of what happened.
    static let first = Migration(
        name: "first",
        tables: settings + portal + devices + work + records,
        statements: [
            "INSERT INTO counters (name, value) VALUES ('revision', 0)",
            // Looked up for every device at each claim; nearly always empty.
            "CREATE INDEX open_push_runs ON push_runs (device_id) WHERE run_id IS NULL",
        ]
    )

    private static let settings = [
        Table(name: "settings", columns: [.text("name"), .text("value")], key: ["name"]),
        Table(name: "counters", columns: [.text("name"), .int64("value")], key: ["name"]),
        Table(
            name: "serve_lease",
            columns: [.int64("slot"), .text("holder"), .int64("leased_until")],
            key: ["slot"],
            checks: ["slot = 1"]
        ),
    ]

    private static let portal = [
        Table(
            name: "instances",
            columns: [
                .text("id"), .text("name"), .text("strategy"), .int64("session_seconds"), .int64("code_length"),
                .text("coupon_password"), .text("device_policy"), .text("rate_limit").optional, .int64("created_at"),
            ],
            key: ["id"],
            checks: ["session_seconds > 0", "name <> ''"],
            indexes: [["name"]]
        ),
        Table(
            name: "sites",
            columns: [.text("id"), .text("name"), .int64("paused_at").optional, .int64("created_at")],
            key: ["id"],
            checks: ["name <> ''"],
            indexes: [["name"]]
        ),
        Table(
            name: "services",
            columns: [
                .text("site_id").references("sites", deletes: true), .text("instance_id").references("instances"),
                .int64("position"), .text("subnets"),
            ],
            key: ["site_id", "instance_id"],
            indexes: [["instance_id"]]
        ),
        // What a guest can type. A code stays here for ever, an account's name is shared by the accounts that bear it.
        Table(
            name: "names",
            columns: [.text("name"), .text("kind")],
            key: ["name"],
            checks: ["kind IN ('coupon', 'user')"]
        ),
        Table(
            name: "coupons",
            columns: [
                .text("id"), .text("instance_id").references("instances"), .text("code").references("names", "name"),
                .int64("expires_at"), .int64("created_at"), .int64("position"), .int64("revoked_at").optional,
                .int64("data_bytes_max").optional,
            ],
            key: ["id"],
            unique: [["code"]],
            indexes: [["instance_id", "expires_at"], ["instance_id", "created_at"], ["instance_id", "revoked_at"]]
        ),
        Table(
            name: "coupon_sites",
            columns: [
                .text("coupon_id").references("coupons", deletes: true),
                .text("site_id").references("sites", deletes: true),
            ],
            key: ["coupon_id", "site_id"]
        ),
        Table(
            name: "hotspot_users",
            columns: [
                .text("id"), .text("site_id").references("sites", deletes: true),
                .text("instance_id").references("instances"), .text("name"),
                .text("folded_name").references("names", "name"), .bytes("sealed_password").optional,
                .text("profile").optional, .int64("uptime_seconds_max").optional, .int64("data_bytes_max").optional,
                .int64("on_all_servers"), .int64("created_at"), .int64("removed_at").optional,
            ],
            key: ["id"],
            checks: ["removed_at IS NOT NULL OR sealed_password IS NOT NULL"],
            indexes: [["site_id", "folded_name"], ["name"]]
        ),
        Table(
            name: "walled_garden",
            columns: [
                .text("id"), .text("site_id").references("sites", deletes: true), .int64("position"), .text("name"),
                .text("target_kind"), .text("target"), .text("action"), .text("port").optional,
                .text("transport").optional, .text("method").optional, .text("path").optional, .int64("created_at"),
                .int64("removed_at").optional,
            ],
            key: ["id"],
            checks: ["target_kind IN ('network', 'host')"],
            indexes: [["site_id", "position"]]
        ),
    ]

    private static let devices = [
        Table(
            name: "devices",
            columns: [
                .text("id"), .text("site_id").references("sites"), .text("host"), .int64("port"), .text("user_name"),
                .bytes("sealed_password"), .text("trust"), .int64("allows_unsupported"), .int64("created_at"),
                .int64("desired_revision"), .int64("applied_revision"), .int64("reconciled_at").optional,
                .int64("due_at").optional, .int64("look_at").optional, .int64("audit_at").optional,
                .int64("retry_at").optional, .int64("failure_count"), .int64("failing_since").optional,
                .text("failure").optional, .int64("last_run_at").optional, .int64("last_success_at").optional,
                .text("leased_by").optional, .int64("leased_until").optional,
            ],
            key: ["id"],
            unique: [["host", "port"]],
            checks: ["applied_revision <= desired_revision", "port BETWEEN 1 AND 65535"],
            indexes: [["site_id"]]
        )
    ]

    private static let work = [
        // Which names changed where: the scopes of devices are read from here, so that a change of many coupons costs its
        // own rows once, whatever the number of devices.
        Table(
            name: "changes",
            columns: [
                .int64("revision"), .int64("position"), .text("instance_id").optional, .text("site_id").optional,
                .text("device_id").optional, .text("name").optional,
            ],
            key: ["revision", "position"],
            checks: [
                """
                CASE WHEN instance_id IS NULL THEN 0 ELSE 1 END + CASE WHEN site_id IS NULL THEN 0 ELSE 1 END
                + CASE WHEN device_id IS NULL THEN 0 ELSE 1 END = 1
                """
            ],
            indexes: [
                ["instance_id", "revision", "name"], ["site_id", "revision", "name"],
                ["device_id", "revision", "name"],
            ]
        ),
        Table(
            name: "push_requests",
            columns: [
                .text("id"), .text("site_id").references("sites", deletes: true), .text("mode"),
                .int64("is_confirmed"), .text("adopted_names"), .int64("requested_at"), .int64("expires_at"),
            ],
            key: ["id"],
            indexes: [["expires_at"]]
        ),
        Table(
            name: "sync_runs",
            columns: [
                .text("id"), .text("device_id").references("devices", deletes: true), .text("trigger_kind"),
                .text("mode"), .int64("started_at"), .int64("finished_at"), .text("outcome"), .text("plan").optional,
                .text("failure").optional,
            ],
            key: ["id"],
            indexes: [["device_id", "finished_at"]]
        ),
        Table(
            name: "push_runs",
            columns: [
                .text("request_id").references("push_requests", deletes: true),
                .text("device_id").references("devices", deletes: true), .int64("expires_at"),
                .text("run_id").references("sync_runs", deletes: true).optional,
            ],
            key: ["request_id", "device_id"],
            indexes: [["run_id"]]
        ),
    ]

    private static let records = [
        // What was reported, for ever: `device_id` refers to nothing, since a record outlives its device. The digests
        // stand for what they are made of after a guest's data were erased.
        Table(
            name: "reports",
            columns: [
                .text("id"), .text("dedupe_key"), .text("source"), .text("device_id"), .text("site_id"),
                .text("user_name"), .text("mac_address").optional, .text("address").optional,
                .text("mac_digest").optional, .text("address_digest").optional, .int64("login_at").optional,
                .int64("session_at").optional,
                .int64("observed_at"), .int64("uptime_seconds").optional, .int64("bytes_in").optional,
                .int64("bytes_out").optional, .text("meaning"), .text("coupon_id").references("coupons").optional,
                .int64("recorded_at"),
            ],
            key: ["id"],
            unique: [["dedupe_key"]],
            indexes: [["device_id", "user_name", "session_at"], ["site_id", "recorded_at"], ["coupon_id"]]
        ),
        Table(
            name: "redemptions",
            columns: [
                .text("coupon_id").references("coupons"), .text("report_id").references("reports"), .text("site_id"),
                .text("device_id"), .int64("redeemed_at"), .int64("session_seconds"), .int64("ends_at"),
                .text("mac_address").optional, .int64("recorded_at"),
            ],
            key: ["coupon_id"],
            checks: ["session_seconds > 0"],
            indexes: [["site_id", "ends_at"], ["site_id", "recorded_at"], ["ends_at"]]
        ),
    ]
}
