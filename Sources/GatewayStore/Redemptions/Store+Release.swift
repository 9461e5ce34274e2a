public import GatewayDomain

extension Store {
    /// Frees a coupon from the device that holds it, so that the guest's next device can log in.
    ///
    /// Sessions that are open now end. A repeat changes nothing until another device holds the coupon.
    ///
    /// - Parameters:
    ///   - reference: its id or its code.
    ///   - now: the time.
    /// - Returns: the coupon as it is from now on.
    /// - Throws: ``StoreError/notFound(kind:reference:)``, or ``StoreError/conflict(_:)`` when there is nothing to free it from.
    @discardableResult
    public func releaseCoupon(_ reference: String, now: Timestamp) async throws(StoreError) -> Coupon {
        try await write { connection throws(StoreError) in
            try Self.release(try Self.coupon(named: reference, connection), connection, now: now)
        }
    }

    /// Frees a coupon of an instance, as ``releaseCoupon(_:now:)``.
    ///
    /// - Parameters:
    ///   - id: the coupon.
    ///   - instance: its instance.
    ///   - now: the time.
    /// - Returns: the coupon as it is from now on.
    /// - Throws: ``StoreError/notFound(kind:reference:)`` when the instance has no such coupon, or ``StoreError/conflict(_:)``.
    @discardableResult
    public func releaseCoupon(
        _ id: Coupon.ID,
        of instance: Instance.ID,
        now: Timestamp
    ) async throws(StoreError) -> Coupon {
        try await write { connection throws(StoreError) in
            try Self.release(try Self.coupon(id, of: instance, connection), connection, now: now)
        }
    }

    private static func release(
        _ coupon: Coupon,
        _ connection: any SQLConnection,
        now: Timestamp
    ) throws(StoreError) -> Coupon {
        // The policy of the site that it was redeemed at, which a change that is held may not have come to.
        let policies = try connection.query(
            """
            SELECT COALESCE(o.device_policy, i.device_policy) AS device_policy
            FROM instances AS i LEFT JOIN rollouts AS o ON o.instance_id = i.id AND NOT EXISTS (
                SELECT 1 FROM rollout_sites AS r WHERE r.instance_id = o.instance_id AND r.site_id = $2
            )
            WHERE i.id = $1
            """,
            [coupon.instance, coupon.redemption?.site]
        ) { row throws(StoreError) in try Instance.policy(try row.text("device_policy")) }
        guard let policy = policies.first else { throw .damaged("a coupon without instance") }
        var coupon = coupon
        do throws(CouponReleaseError) {
            guard let released = try CouponRules.release(coupon, policy: policy, at: now) else {
                return coupon
            }
            coupon.redemption = released
        } catch {
            throw .conflict(error.description)
        }
        guard let redemption = coupon.redemption else { return coupon }
        try connection.query(
            "UPDATE redemptions SET holder_mac = $2, holder_since = $3 WHERE coupon_id = $1",
            [coupon.id, redemption.holder, redemption.holderSince]
        )
        // Which of a guest's devices holds the coupon is the business of one site.
        try Revisions.raise(connection, [Change(.site(redemption.site), name: coupon.userName)], now: now)
        return coupon
    }
}
