public import GatewayDomain

extension Store {
    /// What would go with an instance.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - now: the time.
    /// - Returns: what there is of it.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such an instance.
    public func belongings(of instance: Instance.ID, now: Timestamp) async throws(StoreError) -> InstanceBelongings {
        try await read { connection throws(StoreError) in
            try Self.checkExists(instance, connection)
            let rows = try connection.query(
                """
                SELECT
                    (SELECT COUNT(*) FROM services WHERE instance_id = $1 AND ended_at IS NULL) AS services,
                    (SELECT COUNT(*) FROM hotspot_users WHERE instance_id = $1 AND removed_at IS NULL) AS users,
                    (SELECT COUNT(*) FROM coupon_schedules WHERE instance_id = $1 AND deleted_at IS NULL) AS schedules,
                    (SELECT COUNT(*) FROM api_clients WHERE instance_id = $1 AND revoked_at IS NULL) AS clients,
                    (
                        SELECT COUNT(*) FROM coupons AS c LEFT JOIN redemptions AS e ON e.coupon_id = c.id
                        WHERE c.instance_id = $1 AND \(Coupon.isUsable)
                    ) AS coupons
                """,
                [instance, now]
            )
            guard let row = rows.first else { throw .damaged("a count of nothing") }
            return InstanceBelongings(
                siteCount: Int(try row.integer("services")),
                couponCount: Int(try row.integer("coupons")),
                userCount: Int(try row.integer("users")),
                scheduleCount: Int(try row.integer("schedules")),
                clientCount: Int(try row.integer("clients"))
            )
        }
    }

    /// Removes an instance: it serves no site any more, its coupons are revoked, its hotspot users, schedules
    /// and clients go, and its name is free.
    ///
    /// What it pushed leaves the routers, and whoever is logged in with it is logged out. What happened stays on record for ever.
    ///
    /// - Parameters:
    ///   - instance: the instance.
    ///   - now: the time.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` without such an instance.
    public func removeInstance(_ instance: Instance.ID, now: Timestamp) async throws(StoreError) {
        try await write { connection throws(StoreError) in
            let removed = try connection.query(
                "UPDATE instances SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL RETURNING id",
                [instance, now]
            )
            guard !removed.isEmpty else { throw .notFound(kind: .instance, reference: instance.rawValue) }
            try connection.query(
                """
                UPDATE coupons SET revoked_at = $2 WHERE id IN (
                    SELECT c.id FROM coupons AS c LEFT JOIN redemptions AS e ON e.coupon_id = c.id
                    WHERE c.instance_id = $1 AND \(Coupon.isUsable)
                )
                """,
                [instance, now]
            )
            try connection.query(
                """
                UPDATE hotspot_users SET removed_at = $2, sealed_password = NULL
                WHERE instance_id = $1 AND removed_at IS NULL
                """,
                [instance, now]
            )
            try connection.query(
                "UPDATE api_clients SET revoked_at = $2 WHERE instance_id = $1 AND revoked_at IS NULL",
                [instance, now]
            )
            try connection.query(
                "UPDATE coupon_schedules SET deleted_at = $2 WHERE instance_id = $1 AND deleted_at IS NULL",
                [instance, now]
            )
            let sites = try Services.replace(connection, of: instance, with: [], now: now)
            // Everything there: the number of its coupons may be any.
            if !sites.isEmpty { try Revisions.raise(connection, sites.map { Change(.site($0), name: nil) }, now: now) }
        }
    }
}

extension Coupon {
    /// Whether somebody could still use the coupon `c` with the redemption `e` at the time `$2`: it is unused or active.
    fileprivate static let isUsable: SQL = """
        c.revoked_at IS NULL AND CASE WHEN e.coupon_id IS NULL THEN c.expires_at > $2 ELSE e.ends_at > $2 END
        """
}
