/// What a coupon is good for at a moment.
public enum CouponState: String, Hashable, Sendable, CaseIterable {
    /// Nobody used it, and it can still be redeemed.
    case unused
    /// It was redeemed, and the guest's access lasts.
    case active
    /// It was redeemed, and access is over.
    case used
    /// Nobody used it in time.
    case expired
    /// Somebody revoked it.
    case revoked
}

extension Coupon {
    /// What the coupon is good for at `now`.
    ///
    /// Revoking wins over everything; a redemption wins over expiry.
    public func state(at now: Timestamp) -> CouponState {
        if revokedAt != nil { return .revoked }
        if let redemption { return now < redemption.endsAt ? .active : .used }
        return now < expiresAt ? .unused : .expired
    }
}
