public import GatewayDomain

extension Store {
    /// Makes coupons; the devices that concern them learn of it in the same transaction.
    ///
    /// A code is unique for ever, also among the names of accounts. One that is taken is drawn again.
    ///
    /// - Parameters:
    ///   - order: what is asked for. Sites that it names have to be served by its instance.
    ///   - now: the time that their validity counts from.
    /// - Returns: the coupons.
    /// - Throws: ``StoreError/invalidOrder(_:)`` when a bound is broken, ``StoreError/notFound(kind:reference:)`` without such
    ///   an instance.
    public func createCoupons(_ order: CouponOrder, now: Timestamp) async throws(StoreError) -> [Coupon] {
        try await write { [self] connection throws(StoreError) in
            try Self.checkServed(connection, order)
            var coupons = try ordered { generator throws(CouponError) in
                try CouponRules.issue(order, at: now, using: &generator)
            }
            let isComplete = try reserveCodes(connection, of: &coupons) { isTaken throws(StoreError) in
                try ordered { generator throws(CouponError) in
                    try CouponRules.freeCode(length: order.codeLength, using: &generator, isTaken: isTaken)
                }
            }
            guard isComplete else { throw .invalidOrder(.codesExhausted(length: order.codeLength)) }
            try Self.insert(connection, coupons)
            try Revisions.raise(connection, Change.of(coupons))
            return coupons
        }
    }

    /// The coupons of an instance, newest first.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - states: which ones; empty for all. Default: all.
    ///   - limit: how many at most. Default: 10,000.
    ///   - now: the time that their states are told for.
    /// - Returns: the coupons.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func coupons(
        of instance: Instance.ID,
        states: Set<CouponState> = [],
        limit: Int = 10_000,
        now: Timestamp
    ) async throws(StoreError) -> [Coupon] {
        let wanted = SQLRows(states.isEmpty ? Set(CouponState.allCases) : states) { [$0.rawValue] }
        return try await read { connection throws(StoreError) in
            // The states as the domain tells them, in SQL so that the limit counts what is asked for.
            let rows = try connection.query(
                """
                SELECT \(Coupon.columns) FROM coupons AS c LEFT JOIN redemptions AS e ON e.coupon_id = c.id
                WHERE c.instance_id = $1 AND CASE
                    WHEN c.revoked_at IS NOT NULL THEN 'revoked'
                    WHEN e.ends_at > $3 THEN 'active'
                    WHEN e.ends_at IS NOT NULL THEN 'used'
                    WHEN c.expires_at > $3 THEN 'unused'
                    ELSE 'expired'
                END IN (SELECT r.state FROM \(rows: 2, ["state": .text]) AS r)
                ORDER BY c.created_at DESC, c.position, c.id LIMIT $4
                """,
                [instance, wanted, now, limit]
            )
            return try Coupon.all(connection, rows)
        }
    }

    /// Revokes a coupon: it leaves every device, and who is logged in with it is logged out.
    ///
    /// A repeat changes nothing.
    ///
    /// - Parameters:
    ///   - reference: its id or its code.
    ///   - now: the time.
    /// - Returns: the coupon as it is from now on.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such a coupon.
    @discardableResult
    public func revokeCoupon(_ reference: String, now: Timestamp) async throws(StoreError) -> Coupon {
        try await write { connection throws(StoreError) in
            let rows = try connection.query(
                """
                SELECT \(Coupon.columns) FROM coupons AS c LEFT JOIN redemptions AS e ON e.coupon_id = c.id
                WHERE c.id = $1 OR c.code = $2
                """,
                [reference.lowercased(), reference.uppercased()]
            )
            guard var coupon = try Coupon.all(connection, rows).first else {
                throw .notFound(kind: .coupon, reference: reference)
            }
            guard coupon.revokedAt == nil else { return coupon }
            coupon.revokedAt = now
            try connection.query("UPDATE coupons SET revoked_at = $2 WHERE id = $1", [coupon.id, now])
            try Revisions.raise(connection, Change.of(coupon))
            return coupon
        }
    }

    private func ordered<Value>(
        _ body: (inout AnyGenerator) throws(CouponError) -> Value
    ) throws(StoreError) -> Value {
        let result: Result<Value, CouponError> = draw { generator in
            do throws(CouponError) {
                return .success(try body(&generator))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let value): return value
        case .failure(let error): throw .invalidOrder(error)
        }
    }

    /// Enters the codes among the names, and draws again those that are taken.
    ///
    /// - Parameters:
    ///   - connection: a connection inside the transaction that makes the coupons.
    ///   - coupons: the coupons, whose codes differ from each other.
    ///   - draw: draws a code that is not among those it is given to ask.
    /// - Returns: false when some were still taken after 16 rounds.
    /// - Throws: what `draw` threw, or the database.
    func reserveCodes(
        _ connection: any SQLConnection,
        of coupons: inout [Coupon],
        draw: ((String) -> Bool) throws(StoreError) -> String
    ) throws(StoreError) -> Bool {
        var open = Array(coupons.indices)
        // Each round leaves only what collided: with a tenth of all codes taken, eight rounds leave one in 100 million.
        for _ in 0..<16 {
            let names = try Self.reserve(connection, open.map { coupons[$0].code })
            open.removeAll { names.contains(coupons[$0].code) }
            if open.isEmpty { return true }
            var used = Set(coupons.map(\.code))
            for index in open {
                let code = try draw(used.contains)
                used.insert(code)
                coupons[index].code = code
            }
        }
        return false
    }

    /// Enters codes among the names, those that are free; one that an account has or had is not.
    static func reserve(_ connection: any SQLConnection, _ codes: [String]) throws(StoreError) -> Set<String> {
        let reserved = try connection.query(
            """
            INSERT INTO names (name, kind) SELECT r.name, 'coupon' FROM \(rows: 1, ["name": .text]) AS r
            WHERE true ON CONFLICT (name) DO NOTHING RETURNING name
            """,
            [SQLRows(codes) { [$0] }]
        ) { row throws(StoreError) in try row.text("name") }
        return Set(reserved)
    }

    static func insert(_ connection: any SQLConnection, _ coupons: [Coupon]) throws(StoreError) {
        let rows = SQLRows(coupons.enumerated()) { position, coupon in
            [
                coupon.id, coupon.instance, coupon.code, coupon.expiresAt, coupon.createdAt, position,
                coupon.dataBytesMaximum, coupon.template,
            ]
        }
        let source: SQL = """
            \(rows: 1, [
                "id": .text, "instance_id": .text, "code": .text, "expires_at": .int64, "created_at": .int64,
                "position": .int64, "data_bytes_max": .int64, "template_id": .text,
            ])
            """
        try connection.query(
            """
            INSERT INTO coupons (
                id, instance_id, code, expires_at, created_at, position, data_bytes_max, template_id
            )
            SELECT r.id, r.instance_id, r.code, r.expires_at, r.created_at, r.position, r.data_bytes_max, r.template_id
            FROM \(source) AS r
            """,
            [rows]
        )
        let limited = coupons.flatMap { coupon in coupon.sites.map { (coupon: coupon.id, site: $0) } }
        guard !limited.isEmpty else { return }
        try connection.query(
            """
            INSERT INTO coupon_sites (coupon_id, site_id)
            SELECT r.coupon_id, r.site_id FROM \(rows: 1, ["coupon_id": .text, "site_id": .text]) AS r
            """,
            [SQLRows(limited) { [$0.coupon, $0.site] }]
        )
    }

    private static func checkServed(_ connection: any SQLConnection, _ order: CouponOrder) throws(StoreError) {
        let rows = try connection.query(
            """
            SELECT i.id, v.site_id FROM instances AS i
            LEFT JOIN services AS v ON v.instance_id = i.id
                AND v.site_id IN (SELECT r.id FROM \(rows: 2, ["id": .text]) AS r)
            WHERE i.id = $1
            """,
            [order.instance, SQLRows(order.sites) { [$0] }]
        )
        guard !rows.isEmpty else { throw .notFound(kind: .instance, reference: order.instance.rawValue) }
        var served: Set<Site.ID> = []
        for row in rows { if let site = try row.optionalID("site_id", of: Site.self) { served.insert(site) } }
        if let missing = order.sites.first(where: { !served.contains($0) }) {
            throw .invalid(field: "sites", reason: "the instance does not serve the site \(missing)")
        }
    }
}

extension Change {
    /// What a change of a coupon concerns: its name, at the sites that it is limited to or wherever its instance serves.
    static func of(_ coupon: Coupon) -> [Change] {
        coupon.sites.isEmpty
            ? [Change(.instance(coupon.instance), name: coupon.code)]
            : coupon.sites.map { Change(.site($0), name: coupon.code) }
    }

    /// What the coupons of one order, which are good at the same sites, concern: their names, or everything there when these are more
    /// than are compared one by one.
    static func of(_ coupons: [Coupon]) -> [Change] {
        guard coupons.count > Scope.namesMaximum, let first = coupons.first else { return coupons.flatMap { of($0) } }
        return of(first).map { Change($0.target, name: nil) }
    }
}

extension Coupon {
    /// The columns that ``all(_:_:)`` reads, of coupons `c` and redemptions `e`.
    static let columns: SQL = """
        c.*, e.site_id AS redeemed_site, e.device_id AS redeemed_device, e.redeemed_at, e.session_seconds,
            e.mac_address
        """

    /// Whether the coupon `c` is not limited to other sites than that of the service `v`.
    static let validAtService: SQL = """
        (
            NOT EXISTS (SELECT 1 FROM coupon_sites AS l WHERE l.coupon_id = c.id)
            OR EXISTS (SELECT 1 FROM coupon_sites AS l WHERE l.coupon_id = c.id AND l.site_id = v.site_id)
        )
        """

    /// Reads coupons with the sites that they are limited to, which takes one statement more.
    static func all(_ connection: any SQLConnection, _ rows: [SQLRow]) throws(StoreError) -> [Coupon] {
        var coupons: [Coupon] = []
        for row in rows { coupons.append(try Coupon(row: row)) }
        let limits = try connection.query(
            """
            SELECT s.coupon_id, s.site_id FROM coupon_sites AS s
            JOIN \(rows: 1, ["id": .text]) AS r ON r.id = s.coupon_id ORDER BY s.site_id
            """,
            [SQLRows(coupons) { [$0.id] }]
        )
        guard !limits.isEmpty else { return coupons }
        var sites: [Coupon.ID: [Site.ID]] = [:]
        for row in limits { sites[try row.id("coupon_id"), default: []].append(try row.id("site_id")) }
        for index in coupons.indices { coupons[index].sites = sites[coupons[index].id] ?? [] }
        return coupons
    }

    private init(row: SQLRow) throws(StoreError) {
        self.init(
            id: try row.id("id"),
            instance: try row.id("instance_id"),
            code: try row.text("code"),
            expiresAt: try row.time("expires_at"),
            createdAt: try row.time("created_at")
        )
        revokedAt = try row.optionalTime("revoked_at")
        dataBytesMaximum = try row.optionalInteger("data_bytes_max")
        template = try row.optionalID("template_id")
        guard let site = try row.optionalID("redeemed_site", of: Site.self) else { return }
        redemption = Redemption(
            site: site,
            device: try row.id("redeemed_device"),
            at: try row.time("redeemed_at"),
            sessionSeconds: try row.integer("session_seconds"),
            macAddress: try row.optionalText("mac_address")
        )
    }
}
