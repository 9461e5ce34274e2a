import GatewayDomain

/// A coupon as programs read it, in the names of the portal's API.
struct CouponView {
    /// The coupon.
    let coupon: Coupon
    /// The time that its state is told for.
    let now: Timestamp

    /// One JSON object.
    var json: JSON {
        [
            "id": .id(coupon.id),
            "code": .string(coupon.code),
            "instance_id": .id(coupon.instance),
            "state": .string(coupon.state(at: now).rawValue),
            "expires_at": .time(coupon.expiresAt),
            "redeemed_at": .time(coupon.redemption?.at),
            "redeemed_site_id": .id(coupon.redemption?.site),
            "revoked_at": .time(coupon.revokedAt),
            "data_limit": .number(coupon.dataBytesMaximum),
            "sites": .list(coupon.sites) { .id($0) },
            "created_at": .time(coupon.createdAt),
        ]
    }
}
