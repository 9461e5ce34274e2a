public import GatewayDomain

/// A part of a list of coupons.
public struct CouponPage: Hashable, Sendable {
    /// The coupons, in the order of the list.
    public var coupons: [Coupon]
    /// Where the next page begins, or nil after the last one.
    public var next: CouponCursor?
}

/// A place in the list of an instance's coupons, right after one of them.
public struct CouponCursor: Hashable, Sendable {
    /// When that coupon was made.
    public var createdAt: Timestamp
    /// Its position among those that were made at once.
    public var position: Int64
    /// Its id.
    public var id: Coupon.ID
}

extension CouponCursor {
    /// The place as texts, for clients that hand it back as they got it.
    public var keys: [String] { [String(createdAt.milliseconds), String(position), id.rawValue] }

    /// How many texts a place is.
    public static let keyCount = 3

    /// Reads a place.
    ///
    /// - Parameter keys: what ``keys`` told; nil comes of anything else.
    public init?(keys: [String]) {
        guard keys.count == Self.keyCount, let time = Int64(keys[0]), let position = Int64(keys[1]) else { return nil }
        createdAt = Timestamp(milliseconds: time)
        self.position = position
        id = Coupon.ID(keys[2])
    }
}
