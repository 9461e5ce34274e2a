/// What goes with an instance when it is removed.
public struct InstanceBelongings: Hashable, Sendable {
    /// Sites that it serves.
    public var siteCount: Int
    /// Coupons that somebody could still use: unused and active ones.
    public var couponCount: Int
    /// Hotspot users.
    public var userCount: Int
    /// Coupon schedules, which make no more coupons.
    public var scheduleCount: Int
    /// API clients, whose secrets open nothing any more.
    public var clientCount: Int
}
