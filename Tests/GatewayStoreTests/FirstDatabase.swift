import TestSeeds
import GatewayDomain

@testable import GatewayStore

/// A database as the first version left it: every table has rows, written in the words of that version.
enum FirstDatabase {
    static let now = World.start.milliseconds

    /// Makes the database, and the key file beside it.
    static func make(in scratch: Scratch) async throws {
        let database = try SQLiteDatabase(path: scratch.database)
        let file = KeyFile(path: scratch.keyFile)
        _ = try await database.write { connection throws(StoreError) in
            try Migrator.migrate(connection, migrations: [.first])
            var generator = AnyGenerator(base: SeededGenerator(seed: 1))
            let (sealing, _) = try Identity.establish(connection, file: file, generator: &generator)
            for statement in portal + devices + work { try connection.query(SQL(stringLiteral: statement)) }
            for (table, row, secret) in [("devices", "d1", "open-sesame"), ("hotspot_users", "u1", "tide")] {
                try connection.query(
                    SQL(stringLiteral: "UPDATE \(table) SET sealed_password = $2 WHERE id = $1"),
                    [row, SQLValue.bytes(try sealing.seal(Secret(secret), row: row))]
                )
            }
        }
        try database.close()
    }

    /// How many rows each table has.
    static func census(_ connection: any SQLConnection) throws(StoreError) -> [String: Int64] {
        var counts: [String: Int64] = [:]
        for table in Migration.first.tables {
            let rows = try connection.query(SQL(stringLiteral: "SELECT COUNT(*) AS rows FROM \(table.name)"))
            counts[table.name] = try rows.first?.integer("rows")
        }
        return counts
    }

    private static let portal = [
        """
        INSERT INTO instances (id, name, strategy, session_seconds, code_length, coupon_password, device_policy, rate_limit,
            created_at)
        VALUES ('i1', 'Lobby', 'coupon', 3600, 8, 'code', 'shared:3', '5M/20M', \(now)),
            ('i2', 'Pool', 'coupon', 600, 6, 'empty', 'first_device', NULL, \(now))
        """,
        "INSERT INTO sites (id, name, paused_at, created_at) VALUES ('s1', 'Harbour', NULL, \(now)), ('s2', 'Museum', 7, \(now))",
        """
        INSERT INTO services (site_id, instance_id, position, subnets)
        VALUES ('s1', 'i1', 0, '10.5.50.0/24 10.6.0.0/16'), ('s1', 'i2', 1, ''), ('s2', 'i1', 0, '')
        """,
        """
        INSERT INTO names (name, kind)
        VALUES ('FREE2345', 'coupon'), ('USED2345', 'coupon'), ('GONE2345', 'coupon'), ('HERE2345', 'coupon'), ('PILOT', 'user')
        """,
        """
        INSERT INTO coupons (id, instance_id, code, expires_at, created_at, position, revoked_at, data_bytes_max)
        VALUES ('c1', 'i1', 'FREE2345', \(now + 60_000), \(now), 0, NULL, NULL),
            ('c2', 'i1', 'USED2345', \(now + 60_000), \(now), 1, NULL, 1000000),
            ('c3', 'i1', 'GONE2345', \(now + 60_000), \(now), 2, \(now + 1), NULL),
            ('c4', 'i1', 'HERE2345', \(now + 60_000), \(now + 5), 0, NULL, NULL)
        """,
        "INSERT INTO coupon_sites (coupon_id, site_id) VALUES ('c4', 's1')",
        """
        INSERT INTO hotspot_users (id, site_id, instance_id, name, folded_name, sealed_password, profile, uptime_seconds_max,
            data_bytes_max, on_all_servers, created_at, removed_at)
        VALUES ('u1', 's1', 'i1', 'pilot', 'PILOT', x'00', 'crew', 7200, 5, 1, \(now), NULL),
            ('u2', 's1', 'i1', 'Pilot', 'PILOT', NULL, NULL, NULL, NULL, 0, \(now - 9), \(now - 1))
        """,
        """
        INSERT INTO walled_garden (id, site_id, position, name, target_kind, target, action, port, transport, method, path,
            created_at, removed_at)
        VALUES ('g1', 's1', 0, 'Bank', 'host', '*.bank.example', 'allow', '443', 'tcp', NULL, NULL, \(now), NULL),
            ('g2', 's1', 1, 'Office', 'network', '192.0.2.0/24', 'deny', NULL, NULL, NULL, NULL, \(now), NULL),
            ('g3', 's1', 0, 'Old', 'host', 'old.example', 'allow', NULL, NULL, NULL, NULL, \(now), \(now))
        """,
    ]

    private static let devices = [
        """
        INSERT INTO devices (id, site_id, host, port, user_name, sealed_password, trust, allows_unsupported, created_at,
            desired_revision, applied_revision, reconciled_at, due_at, look_at, audit_at, failure_count, last_run_at,
            last_success_at)
        VALUES ('d1', 's1', '10.0.0.1', 8729, 'gate', x'00', 'anonymous', 1, \(now), 2, 1, \(now - 5), \(now + 60000),
            \(now + 9), \(now + 99), 0, \(now - 5), \(now - 5))
        """
    ]

    private static let plan =
        #"{"counts":{"added":1,"changed":0,"conflicts":0,"moved":0,"postponed":0,"removed":0,"unchanged":3},"#
        + #""findings":[{"code":"no_https","message":"m","remedy":"r","subject":"s"}],"#
        + #""lines":[{"detail":"","kind":"user","name":"FREE2345","sign":"+"}],"refusal":"look at it"}"#

    private static let work = [
        "UPDATE counters SET value = 2 WHERE name = 'revision'",
        """
        INSERT INTO changes (revision, position, instance_id, site_id, device_id, name)
        VALUES (1, 0, 'i1', NULL, NULL, 'FREE2345'), (2, 0, NULL, 's1', NULL, 'HERE2345')
        """,
        """
        INSERT INTO push_requests (id, site_id, mode, is_confirmed, adopted_names, requested_at, expires_at)
        VALUES ('p1', 's1', 'plan', 0, '[]', \(now - 50), \(now + 60000)), ('p2', 's1', 'push', 1, '["desk"]', \(now), \(now + 60000))
        """,
        """
        INSERT INTO sync_runs (id, device_id, trigger_kind, mode, started_at, finished_at, outcome, plan, failure)
        VALUES ('r1', 'd1', 'push', 'plan', \(now - 40), \(now - 30), 'planned', '\(plan)', NULL),
            ('r2', 'd1', 'change', 'push', \(now - 20), \(now - 10), 'failed', NULL, 'no route to host')
        """,
        """
        INSERT INTO push_runs (request_id, device_id, expires_at, run_id)
        VALUES ('p1', 'd1', \(now + 60000), 'r1'), ('p2', 'd1', \(now + 60000), NULL)
        """,
        "INSERT INTO serve_lease (slot, holder, leased_until) VALUES (1, 'alpha 1 x', 1)",
        """
        INSERT INTO reports (id, dedupe_key, source, device_id, site_id, user_name, mac_address, address, login_at, session_at,
            observed_at, uptime_seconds, bytes_in, bytes_out, meaning, coupon_id, recorded_at)
        VALUES ('e1', 'k1', 'active_list', 'd1', 's1', 'USED2345', 'AA:BB:CC:00:00:01', '10.5.50.7', \(now), \(now), \(now), 5, 6,
            7, 'redeemed', 'c2', \(now))
        """,
        """
        INSERT INTO redemptions (coupon_id, report_id, site_id, device_id, redeemed_at, session_seconds, ends_at, mac_address,
            recorded_at)
        VALUES ('c2', 'e1', 's1', 'd1', \(now), 3600, \(now + 3_600_000), 'AA:BB:CC:00:00:01', \(now))
        """,
    ]
}
