/// A standing order: so many coupons of an instance, again and again.
public struct CouponSchedule: Hashable, Sendable {
    /// The identity of a schedule.
    public typealias ID = Identifier<CouponSchedule>

    /// Its identity.
    public var id: ID
    /// The instance whose coupons it makes.
    public var instance: Instance.ID
    /// What somebody asked for.
    public var settings: ScheduleSettings
    /// When it was made.
    public var createdAt: Timestamp
    /// When it last made coupons, on its own or because somebody asked; nil before the first time.
    public var lastRunAt: Timestamp?
    /// When it is due.
    ///
    /// In the past when the gateway was not there to run it: then it is made up once.
    public var nextRunAt: Timestamp

    /// Makes a schedule that has not run yet.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - instance: the instance whose coupons it makes.
    ///   - settings: what somebody asks for.
    ///   - now: when it is made; its first run comes later.
    /// - Throws: the first setting that is wrong.
    public init(
        id: ID,
        instance: Instance.ID,
        settings: ScheduleSettings,
        at now: Timestamp
    ) throws(PortalValueError) {
        self.id = id
        self.instance = instance
        self.settings = settings
        createdAt = now
        nextRunAt = ScheduleRules.nextRun(try settings.validated(), after: now)
    }

    /// Takes over a schedule that the store holds.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - instance: the instance whose coupons it makes.
    ///   - settings: what somebody asked for.
    ///   - createdAt: when it was made.
    ///   - lastRunAt: when it last made coupons.
    ///   - nextRunAt: when it is due.
    public init(
        id: ID,
        instance: Instance.ID,
        settings: ScheduleSettings,
        createdAt: Timestamp,
        lastRunAt: Timestamp?,
        nextRunAt: Timestamp
    ) {
        self.id = id
        self.instance = instance
        self.settings = settings
        self.createdAt = createdAt
        self.lastRunAt = lastRunAt
        self.nextRunAt = nextRunAt
    }
}
