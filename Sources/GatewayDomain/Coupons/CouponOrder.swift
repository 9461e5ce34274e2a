/// What somebody asks for when coupons are made.
public struct CouponOrder: Hashable, Sendable {
    /// The instance that they belong to.
    public var instance: Instance.ID
    /// How many characters a code has; see ``Instance/codeLength``.
    public var codeLength: Int
    /// How many.
    public var count: Int
    /// How many such an order may ask for: those of schedules are larger.
    public var countBounds: ClosedRange<Int>
    /// For how many minutes from now they can be redeemed.
    public var minutesValid: Int64
    /// The sites where they can be redeemed; empty for wherever the instance serves.
    public var sites: [Site.ID]
    /// How many bytes each guest may move in all, or nil for no limit.
    public var dataBytesMaximum: Int64?
    /// A rate limit in RouterOS form for each guest, or nil for the instance's.
    public var rateLimit: String?
    /// What is to be written down about each of them, or nil.
    public var note: String?
    /// The run of a schedule that orders them, or nil when somebody does.
    public var run: ScheduleRun.Reference?

    /// Orders coupons that are good wherever the instance serves, without limits of their own.
    ///
    /// - Parameters:
    ///   - instance: the instance that they belong to.
    ///   - count: how many.
    ///   - minutesValid: for how many minutes they can be redeemed.
    public init(instance: Instance, count: Int, minutesValid: Int64) {
        self.instance = instance.id
        self.codeLength = instance.codeLength
        self.count = count
        self.countBounds = Coupon.countBounds
        self.minutesValid = minutesValid
        self.sites = []
        self.dataBytesMaximum = nil
        self.rateLimit = nil
        self.note = nil
        self.run = nil
    }
}
