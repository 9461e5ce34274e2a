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

extension CouponCursor: LosslessStringConvertible {
    /// The place as text, for clients that hand it back as they got it.
    public var description: String { "\(createdAt.milliseconds).\(position).\(id)" }

    /// Reads a place.
    ///
    /// - Parameter description: what ``description`` told; nil comes of anything else.
    public init?(_ description: String) {
        let parts = description.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let time = Int64(parts[0]), let position = Int64(parts[1]), parts[2].utf8.count == 36
        else { return nil }
        createdAt = Timestamp(milliseconds: time)
        self.position = position
        id = Coupon.ID(String(parts[2]))
    }
}
