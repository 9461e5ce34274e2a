public import GatewayDomain

/// Coupons to be made.
public struct CouponOrder: Hashable, Sendable {
    /// The instance that they open.
    public var instance: Instance.ID
    /// How many, 1 to 200.
    public var count: Int
    /// For how many minutes from now they can be redeemed.
    public var minutesValid: Int64
    /// How many bytes each gives, or nil for no limit.
    public var dataBytesMaximum: Int64?
    /// The sites where they are valid; empty for all that the instance serves.
    public var sites: [Site.ID]

    /// Makes an order.
    ///
    /// - Parameters:
    ///   - instance: the instance that they open.
    ///   - count: how many.
    ///   - minutesValid: for how many minutes they can be redeemed.
    public init(instance: Instance.ID, count: Int, minutesValid: Int64) {
        self.instance = instance
        self.count = count
        self.minutesValid = minutesValid
        self.dataBytesMaximum = nil
        self.sites = []
    }
}
