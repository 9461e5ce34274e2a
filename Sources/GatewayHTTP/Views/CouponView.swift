public import GatewayDomain

/// A coupon as programs read it: the fields of the portal's API first, then ours.
public struct CouponView {
    private let coupon: Coupon
    private let now: Timestamp

    /// Shows a coupon.
    ///
    /// - Parameters:
    ///   - coupon: the coupon.
    ///   - now: the time that its state is told for.
    public init(coupon: Coupon, now: Timestamp) {
        self.coupon = coupon
        self.now = now
    }

    /// One JSON object.
    public var json: JSON {
        [
            "id": .id(coupon.id),
            "code": .string(coupon.code),
            "expires_at": .time(coupon.expiresAt),
            "redeemed_at": .time(coupon.redemption?.at),
            "created_at": .time(coupon.createdAt),
            "state": .string(coupon.state(at: now).rawValue),
            "note": .string(coupon.note),
            "data_limit": .number(coupon.dataBytesMaximum),
            "rate_limit": .string(coupon.rateLimit),
            "sites": .list(coupon.sites) { .id($0) },
            "template_id": .id(coupon.template),
            "schedule_id": .id(coupon.run?.schedule),
            "redeemed_site_id": .id(coupon.redemption?.site),
            "revoked_at": .time(coupon.revokedAt),
            "instance_id": .id(coupon.instance),
        ]
    }
}
