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
    /// - Throws: ``StoreError/invalidOrder(_:)`` when a bound is broken, ``StoreError/invalidValue(_:)`` when the note or rate limit cannot
    ///   be taken, ``StoreError/notFound(kind:reference:)`` without such an instance.
    public func createCoupons(_ order: CouponOrder, now: Timestamp) async throws(StoreError) -> [Coupon] {
        try await write { [self] connection throws(StoreError) in
            try Self.checkServed(connection, order)
            return try makeCoupons(connection, order, now: now)
        }
    }

    /// Makes coupons inside a transaction; the devices that concern them learn of it.
    func makeCoupons(
        _ connection: any SQLConnection,
        _ order: CouponOrder,
        now: Timestamp
    ) throws(StoreError) -> [Coupon] {
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
        try Revisions.raise(connection, Change.of(coupons), now: now)
        return coupons
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
        case .failure(.invalidValue(let error)): throw .invalidValue(error)
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
                coupon.dataBytesMaximum, coupon.template, coupon.note, coupon.rateLimit, coupon.run?.schedule,
                coupon.run?.run, coupon.spelling, coupon.accessSeconds, coupon.adoptedAt,
                coupon.uptimeSecondsMaximum, coupon.uptimeSecondsUsed,
            ]
        }
        let source: SQL = """
            \(rows: 1, [
                "id": .text, "instance_id": .text, "code": .text, "expires_at": .int64, "created_at": .int64,
                "position": .int64, "data_bytes_max": .int64, "template_id": .text, "note": .text, "rate_limit": .text,
                "schedule_id": .text, "schedule_run_id": .text, "spelling": .text, "access_seconds": .int64,
                "adopted_at": .int64, "uptime_seconds_max": .int64, "uptime_seconds_used": .int64,
            ])
            """
        try connection.query(
            """
            INSERT INTO coupons (
                id, instance_id, code, expires_at, created_at, position, data_bytes_max, template_id, note, rate_limit,
                schedule_id, schedule_run_id, spelling, access_seconds, adopted_at,
                uptime_seconds_max, uptime_seconds_used
            )
            SELECT r.id, r.instance_id, r.code, r.expires_at, r.created_at, r.position, r.data_bytes_max,
                r.template_id, r.note, r.rate_limit, r.schedule_id, r.schedule_run_id, r.spelling, r.access_seconds,
                r.adopted_at, r.uptime_seconds_max, r.uptime_seconds_used
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
            SELECT i.*, v.site_id FROM instances AS i
            LEFT JOIN services AS v ON v.instance_id = i.id AND v.ended_at IS NULL
                AND v.site_id IN (SELECT r.id FROM \(rows: 2, ["id": .text]) AS r)
            WHERE i.id = $1 AND i.deleted_at IS NULL
            """,
            [order.instance, SQLRows(order.sites) { [$0] }]
        )
        guard let row = rows.first else { throw .notFound(kind: .instance, reference: order.instance.rawValue) }
        try Self.checkServed(Instance(row: row))
        var served: Set<Site.ID> = []
        for row in rows { if let site = try row.optionalID("site_id", of: Site.self) { served.insert(site) } }
        if let missing = order.sites.first(where: { !served.contains($0) }) {
            throw .invalid(field: "sites", reason: "the instance does not serve the site \(missing)")
        }
    }
}
