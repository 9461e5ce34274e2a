public import GatewayDomain

extension Store {
    /// Makes coupons and accounts of foreign users, with what they have used; the site's devices learn of it.
    ///
    /// All in one transaction, and before anything on a router changes: from then on comparisons of the plan's routers take over the rows
    /// that bear these names, whoever makes them and however often they are interrupted, until it is done.
    ///
    /// - Parameters:
    ///   - plan: what becomes of whom.
    ///   - now: the time.
    /// - Returns: the names that are the gateway's now; not those that somebody else took in the meantime.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the instance does not serve the site.
    public func adopt(_ plan: AdoptionPlan, now: Timestamp) async throws(StoreError) -> Set<String> {
        let accounts = try plan.accounts.map { item, account throws(StoreError) in
            let user = HotspotUser(
                adopted: account,
                named: item.name,
                id: newID(),
                site: plan.site,
                instance: plan.instance,
                at: now
            )
            try Self.checked(user.validate)
            return SealedAccount(user: user, password: try sealing.seal(user.password, row: user.id.rawValue))
        }
        return try await write { [self] connection throws(StoreError) in
            try Self.checkAdoption(connection, plan)
            let names = try adoptCoupons(connection, plan, now: now)
                .union(Self.adopt(connection, accounts, of: plan))
            let rows = plan.items.filter { $0.outcome == .unfinished || ($0.isTakenOver && names.contains($0.name)) }
            guard !rows.isEmpty else { return [] }
            try Self.wish(connection, Set(rows.map { AdoptionPlan.Row(device: $0.device, name: $0.name) }))
            let changed = Set(rows.map(\.name))
            let changes =
                changed.count > Scope.namesMaximum
                ? [Change(.site(plan.site), name: nil)] : changed.sorted().map { Change(.site(plan.site), name: $0) }
            try Revisions.raise(connection, changes, now: now)
            return names
        }
    }

    /// An account with its password as it is kept.
    private struct SealedAccount {
        var user: HotspotUser
        var password: [UInt8]
    }

    private func adoptCoupons(
        _ connection: any SQLConnection,
        _ plan: AdoptionPlan,
        now: Timestamp
    ) throws(StoreError) -> Set<String> {
        let free = try Self.reserve(connection, plan.coupons.map(\.coupon.code))
        let wanted = plan.coupons.filter { free.contains($0.coupon.code) }
        guard !wanted.isEmpty else { return [] }
        try Self.insert(
            connection,
            wanted.map { $0.coupon.coupon(id: newID(), instance: plan.instance, site: plan.site, at: now) }
        )
        let reports = wanted.compactMap { $0.coupon.report(of: $0.item, site: plan.site, at: now) }
        var recording = try Recording(connection, reports, list: nil, sealing: sealing, now: now)
        for report in reports { _ = recording.decide(report) { newID(of: Recording.Entry.self) } }
        try recording.write(connection) { newID(of: Recording.Entry.self).rawValue }
        return Set(wanted.map(\.item.name))
    }

    /// Makes accounts, but for those whose names somebody took in the meantime.
    private static func adopt(
        _ connection: any SQLConnection,
        _ accounts: [SealedAccount],
        of plan: AdoptionPlan
    ) throws(StoreError) -> Set<String> {
        guard !accounts.isEmpty else { return [] }
        let reserved = try connection.query(
            """
            INSERT INTO names (name, kind) SELECT r.name, 'user' FROM \(rows: 1, ["name": .text]) AS r
            WHERE true ON CONFLICT (name) DO UPDATE SET kind = excluded.kind WHERE names.kind = 'user' RETURNING name
            """,
            [SQLRows(Set(accounts.map { $0.user.name.uppercased() })) { [$0] }]
        ) { row throws(StoreError) in try row.text("name") }
        var free = Set(reserved)
        // Of two names that differ in case only the first one has it.
        let wanted = accounts.filter { free.remove($0.user.name.uppercased()) != nil }
        // JSON holds no bytes, so the passwords are one argument, and each row says which part of it is its own.
        var passwords: [UInt8] = []
        let rows = SQLRows(wanted) { account in
            let (user, start) = (account.user, passwords.count + 1)
            passwords += account.password
            return [
                user.id, user.name, user.name.uppercased(), start, account.password.count, user.profile,
                user.uptimeSecondsMaximum, user.dataBytesMaximum, user.createdAt, user.adoptedAt,
            ]
        }
        let source: SQL = """
            \(rows: 1, [
                "id": .text, "name": .text, "folded_name": .text, "password_start": .int64, "password_length": .int64,
                "profile": .text, "uptime_seconds_max": .int64, "data_bytes_max": .int64, "created_at": .int64,
                "adopted_at": .int64,
            ])
            """
        let made = try connection.query(
            """
            INSERT INTO hotspot_users (
                id, site_id, instance_id, name, folded_name, sealed_password, profile, uptime_seconds_max,
                data_bytes_max, on_all_servers, created_at, adopted_at
            )
            SELECT r.id, $2, $3, r.name, r.folded_name, substr($4, r.password_start, r.password_length), r.profile,
                r.uptime_seconds_max, r.data_bytes_max, 0, r.created_at, r.adopted_at
            FROM \(source) AS r
            WHERE NOT EXISTS (
                SELECT 1 FROM hotspot_users AS u
                WHERE u.site_id = $2 AND u.folded_name = r.folded_name AND u.removed_at IS NULL
            ) RETURNING name
            """,
            [rows, plan.site, plan.instance, SQLValue.bytes(passwords)]
        ) { row throws(StoreError) in try row.text("name") }
        return Set(made)
    }

    private static func checkAdoption(_ connection: any SQLConnection, _ plan: AdoptionPlan) throws(StoreError) {
        let served = try connection.query(
            """
            SELECT i.* FROM instances AS i JOIN services AS v ON v.instance_id = i.id
            WHERE v.site_id = $1 AND v.instance_id = $2 AND v.ended_at IS NULL
            """,
            [plan.site, plan.instance],
            as: Instance.init(row:)
        )
        guard let instance = served.first else { throw .notFound(kind: .instance, reference: plan.instance.rawValue) }
        try checkServed(instance)
    }
}
