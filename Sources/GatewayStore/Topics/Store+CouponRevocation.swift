public import GatewayDomain

extension Store {
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
            try Self.revoke(try Self.coupon(named: reference, connection), connection, now: now)
        }
    }

    /// Revokes a coupon of an instance, as ``revokeCoupon(_:now:)``.
    ///
    /// - Parameters:
    ///   - id: the coupon.
    ///   - instance: its instance.
    ///   - now: the time.
    /// - Returns: the coupon as it is from now on.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the instance has no such coupon.
    @discardableResult
    public func revokeCoupon(
        _ id: Coupon.ID,
        of instance: Instance.ID,
        now: Timestamp
    ) async throws(StoreError) -> Coupon {
        try await write { connection throws(StoreError) in
            try Self.revoke(try Self.coupon(id, of: instance, connection), connection, now: now)
        }
    }

    /// Revokes every coupon of an instance that meets a filter and that somebody could still use: unused and active ones.
    ///
    /// One that is used up, expired or revoked already stays as it is: taking it back would only blur what became of it.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - filter: which ones.
    ///   - now: the time.
    /// - Returns: how many were revoked. The number of statements does not depend on it.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such an instance.
    @discardableResult
    public func revokeCoupons(
        of instance: Instance.ID,
        _ filter: CouponFilter,
        now: Timestamp
    ) async throws(StoreError) -> Int {
        try await write { connection throws(StoreError) in
            try Self.checkExists(instance, connection)
            let selection = CouponSelection(instance: instance, filter: filter, now: now)
            let revoked = try connection.query(
                "UPDATE coupons SET revoked_at = $2 WHERE id IN (\(selection.statement)) RETURNING id, code",
                selection.arguments
            )
            guard !revoked.isEmpty else { return 0 }
            try Revisions.raise(connection, try Self.changes(connection, of: instance, revoked), now: now)
            return revoked.count
        }
    }

    private static func revoke(
        _ coupon: Coupon,
        _ connection: any SQLConnection,
        now: Timestamp
    ) throws(StoreError) -> Coupon {
        guard coupon.revokedAt == nil else { return coupon }
        var coupon = coupon
        coupon.revokedAt = now
        try connection.query("UPDATE coupons SET revoked_at = $2 WHERE id = $1", [coupon.id, now])
        try Revisions.raise(connection, Change.of(coupon), now: now)
        return coupon
    }

    /// What the devices are told of coupons that were revoked together: their names where these are few, else everything.
    private static func changes(
        _ connection: any SQLConnection,
        of instance: Instance.ID,
        _ revoked: [SQLRow]
    ) throws(StoreError) -> [Change] {
        guard revoked.count <= Scope.namesMaximum else { return [Change(.instance(instance), name: nil)] }
        var changes: [Change] = []
        for row in revoked { changes.append(Change(.instance(instance), name: try row.text("code"))) }
        return changes
    }
}

/// A filter of coupons as a condition on coupons `c` and redemptions `e`.
struct CouponSelection {
    /// `$1` is the instance, `$2` the time.
    private(set) var arguments: [any SQLConvertible]
    /// Made of one part for each criterion: what is not asked for is not there to keep an index from being used.
    private var condition: SQL

    /// The ids of the coupons.
    var statement: SQL {
        """
        SELECT c.id FROM coupons AS c LEFT JOIN redemptions AS e ON e.coupon_id = c.id WHERE \(condition)
        """
    }

    init(instance: Instance.ID, filter: CouponFilter, now: Timestamp) {
        arguments = [instance, now]
        // Coupons that are named are looked up by their ids. Told by its value alone, the instance offers no index to begin with, at which
        // every coupon that it ever had would be read to find them.
        let isNamed = filter.criteria.contains { if case .ids = $0 { true } else { false } }
        let isOfInstance: SQL = isNamed ? "c.instance_id || '' = $1" : "c.instance_id = $1"
        condition = "\(isOfInstance) AND \(Coupon.state(at: 2)) IN ('unused', 'active')"
        for criterion in filter.criteria {
            let part = add(criterion)
            condition = "\(condition) AND \(part)"
        }
    }

    private mutating func add(_ criterion: CouponFilter.Criterion) -> SQL {
        let parameter = arguments.count + 1
        switch criterion {
        case .ids(let ids):
            arguments.append(SQLRows(ids) { [$0] })
            return "c.id IN (SELECT r.id FROM \(rows: parameter, ["id": .text]) AS r)"
        case .note(let note):
            arguments.append(note)
            return SQL(stringLiteral: "c.note = $\(parameter)")
        case .template(let template):
            arguments.append(template)
            return SQL(stringLiteral: "c.template_id = $\(parameter)")
        case .schedule(let schedule):
            arguments.append(schedule)
            return SQL(stringLiteral: "c.schedule_id = $\(parameter)")
        case .createdBefore(let time):
            arguments.append(time)
            return SQL(stringLiteral: "c.created_at < $\(parameter)")
        case .state(let state):
            arguments.append(state.rawValue)
            return "\(Coupon.state(at: 2)) = \(SQL(stringLiteral: "$\(parameter)"))"
        }
    }
}

extension Change {
    /// What a change of a coupon concerns: its name, at the sites that it is limited to or wherever its instance serves.
    static func of(_ coupon: Coupon) -> [Change] {
        coupon.sites.isEmpty
            ? [Change(.instance(coupon.instance), name: coupon.userName)]
            : coupon.sites.map { Change(.site($0), name: coupon.userName) }
    }

    /// What the coupons of one order, which are good at the same sites, concern: their names, or everything there when these are more
    /// than are compared one by one.
    static func of(_ coupons: [Coupon]) -> [Change] {
        guard coupons.count > Scope.namesMaximum, let first = coupons.first else { return coupons.flatMap { of($0) } }
        return of(first).map { Change($0.target, name: nil) }
    }
}
