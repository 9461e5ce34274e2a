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
        let instances = try connection.query(
            "SELECT * FROM instances WHERE id = $1",
            [coupon.instance],
            as: Instance.init(row:)
        )
        guard let instance = instances.first else { throw .damaged("a coupon without instance") }
        var coupon = coupon
        do throws(CouponReleaseError) {
            guard let released = try CouponRules.release(coupon, policy: instance.devicePolicy, at: now) else {
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
        try Revisions.raise(connection, [Change(.site(redemption.site), name: coupon.userName)])
        return coupon
    }
}
