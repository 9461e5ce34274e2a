public import GatewayDomain

extension Store {
    /// The coupons of an instance, newest first.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - states: which ones; empty for all. Default: all.
    ///   - limit: how many at most. Default: 10,000.
    ///   - now: the time that their states are told for.
    /// - Returns: the coupons; none for an instance that does not exist.
    /// - Throws: ``StoreError`` when the database cannot be read.
    public func coupons(
        of instance: Instance.ID,
        states: Set<CouponState> = [],
        limit: Int = 10_000,
        now: Timestamp
    ) async throws(StoreError) -> [Coupon] {
        try await read { connection throws(StoreError) in
            let rows = try Self.rows(connection, of: instance, states, after: nil, limit: limit, now: now)
            return try Coupon.all(connection, rows)
        }
    }

    /// A page of an instance's coupons, newest first.
    ///
    /// Pages are told apart by the place of their last coupon, not by number: what is made or revoked meanwhile neither doubles a
    /// coupon nor drops one.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - states: which ones; empty for all.
    ///   - cursor: where the page before ended, or nil for the first one.
    ///   - limit: how many at most.
    ///   - now: the time that their states are told for.
    /// - Returns: the page.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such an instance.
    public func coupons(
        of instance: Instance.ID,
        states: Set<CouponState>,
        after cursor: CouponCursor?,
        limit: Int,
        now: Timestamp
    ) async throws(StoreError) -> CouponPage {
        try await read { connection throws(StoreError) in
            try Self.checkExists(instance, connection)
            // One more than asked for tells whether there is another page.
            let rows = try Self.rows(connection, of: instance, states, after: cursor, limit: limit + 1, now: now)
            let coupons = try Coupon.all(connection, Array(rows.prefix(limit)))
            var page = CouponPage(coupons: coupons, next: nil)
            if rows.count > limit, let last = coupons.last {
                let position = try rows[limit - 1].integer("position")
                page.next = CouponCursor(createdAt: last.createdAt, position: position, id: last.id)
            }
            return page
        }
    }

    /// Every coupon of an instance that somebody can still redeem, newest first.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - now: the time.
    /// - Returns: the coupons.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such an instance.
    public func validCoupons(of instance: Instance.ID, now: Timestamp) async throws(StoreError) -> [Coupon] {
        try await read { connection throws(StoreError) in
            try Self.checkExists(instance, connection)
            return try Coupon.all(connection, try connection.query(Coupon.valid, [instance, now]))
        }
    }

    /// A coupon of an instance.
    ///
    /// - Parameters:
    ///   - id: the coupon.
    ///   - instance: its instance.
    /// - Returns: the coupon.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the instance has no such coupon, or was removed.
    public func coupon(_ id: Coupon.ID, of instance: Instance.ID) async throws(StoreError) -> Coupon {
        try await read { connection throws(StoreError) in try Self.coupon(id, of: instance, connection) }
    }

    /// A coupon of an instance, inside a transaction.
    static func coupon(
        _ id: Coupon.ID,
        of instance: Instance.ID,
        _ connection: any SQLConnection
    ) throws(StoreError) -> Coupon {
        let rows = try connection.query(
            """
            SELECT \(Coupon.columns) FROM coupons AS c LEFT JOIN redemptions AS e ON e.coupon_id = c.id
            WHERE c.id = $1 AND c.instance_id = $2
                AND EXISTS (SELECT 1 FROM instances AS i WHERE i.id = c.instance_id AND i.deleted_at IS NULL)
            """,
            [id, instance]
        )
        guard let coupon = try Coupon.all(connection, rows).first else {
            throw .notFound(kind: .coupon, reference: id.rawValue)
        }
        return coupon
    }

    /// The coupon that somebody means by its id or its code, inside a transaction.
    static func coupon(named reference: String, _ connection: any SQLConnection) throws(StoreError) -> Coupon {
        let rows = try connection.query(
            """
            SELECT \(Coupon.columns) FROM coupons AS c LEFT JOIN redemptions AS e ON e.coupon_id = c.id
            WHERE c.id = $1 OR c.code = $2
            """,
            [reference.lowercased(), CouponCode.folded(reference)]
        )
        guard let coupon = try Coupon.all(connection, rows).first else {
            throw .notFound(kind: .coupon, reference: reference)
        }
        return coupon
    }

    /// Refuses an instance that does not exist.
    static func checkExists(_ instance: Instance.ID, _ connection: any SQLConnection) throws(StoreError) {
        guard try !connection.query("SELECT id FROM instances WHERE id = $1 AND deleted_at IS NULL", [instance]).isEmpty
        else {
            throw .notFound(kind: .instance, reference: instance.rawValue)
        }
    }

    private static func rows(
        _ connection: any SQLConnection,
        of instance: Instance.ID,
        _ states: Set<CouponState>,
        after cursor: CouponCursor?,
        limit: Int,
        now: Timestamp
    ) throws(StoreError) -> [SQLRow] {
        let wanted = SQLRows(states.isEmpty ? Set(CouponState.allCases) : states) { [$0.rawValue] }
        // The first condition on the time bounds the index, the second one tells apart what was made at the same moment.
        return try connection.query(
            """
            SELECT \(Coupon.columns) FROM coupons AS c LEFT JOIN redemptions AS e ON e.coupon_id = c.id
            WHERE c.instance_id = $1 AND c.created_at <= $4
                AND (c.created_at < $4 OR (c.position, c.id) > ($5, $6))
                AND \(Coupon.state(at: 3)) IN (SELECT r.state FROM \(rows: 2, ["state": .text]) AS r)
            ORDER BY c.created_at DESC, c.position, c.id LIMIT $7
            """,
            [
                instance, wanted, now, cursor?.createdAt ?? Timestamp(milliseconds: .max), cursor?.position ?? -1,
                cursor?.id.rawValue ?? "", limit,
            ]
        )
    }
}
