public import GatewayDomain

/// A schedule, and what became of the coupons of its last run.
public struct ScheduleStatus: Hashable, Sendable {
    /// The schedule.
    public var schedule: CouponSchedule
    /// What became of the coupons of its last run.
    public var figures: ScheduleFigures
}

/// What a signed link shows: the coupons of a schedule that can be handed out.
public struct ScheduleCoupons: Hashable, Sendable {
    /// The schedule.
    public var schedule: CouponSchedule
    /// Its instance.
    public var instance: Instance
    /// Its coupons that are neither used nor expired nor revoked, newest first.
    public var coupons: [Coupon]
}
