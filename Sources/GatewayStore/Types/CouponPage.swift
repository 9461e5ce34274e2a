public import GatewayDomain

/// A part of a list of coupons.
public struct CouponPage: Hashable, Sendable {
    /// The coupons, in the order of the list.
    public var coupons: [Coupon]
    /// Where the next page begins, or nil after the last one.
    public var next: CouponCursor?
}

/// Where a page of an instance's coupons ended.
public struct CouponCursor: PageCursor {
    /// When its last coupon was made.
    public var createdAt: Timestamp
    /// That one's position among those that were made at once.
    public var position: Int64
    /// Its id.
    public var id: Coupon.ID
}

extension CouponCursor {
    /// Moment, position and id.
    public var keys: [String] { [String(createdAt.milliseconds), String(position), id.rawValue] }

    /// Reads moment, position and id.
    ///
    /// - Parameter keys: what ``keys`` told; nil comes of anything else.
    public init?(keys: [String]) {
        guard keys.count == 3, let time = Int64(keys[0]), let position = Int64(keys[1]) else { return nil }
        createdAt = Timestamp(milliseconds: time)
        self.position = position
        id = Coupon.ID(keys[2])
    }
}
