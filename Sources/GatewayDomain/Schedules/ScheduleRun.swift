/// One time that a schedule made coupons.
public struct ScheduleRun: Hashable, Sendable {
    /// The identity of a run.
    public typealias ID = Identifier<ScheduleRun>

    /// What a coupon knows of the run that made it.
    public struct Reference: Hashable, Sendable {
        /// The schedule, also after it was deleted.
        public var schedule: CouponSchedule.ID
        /// Its run.
        public var run: ScheduleRun.ID

        /// Refers to a run.
        ///
        /// - Parameters:
        ///   - schedule: the schedule.
        ///   - run: its run.
        public init(schedule: CouponSchedule.ID, run: ScheduleRun.ID) {
            self.schedule = schedule
            self.run = run
        }
    }

    /// Its identity.
    public var id: ID
    /// The schedule as it was when it ran, with the next run already set.
    public var schedule: CouponSchedule
    /// For which time it ran; nil when somebody asked for it.
    public var dueAt: Timestamp?
    /// When it ran.
    public var ranAt: Timestamp
    /// What it made.
    public var coupons: [Coupon]

    /// Records a run.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - schedule: the schedule after the run.
    ///   - dueAt: for which time it ran; nil when somebody asked for it.
    ///   - ranAt: when it ran.
    ///   - coupons: what it made.
    public init(id: ID, schedule: CouponSchedule, dueAt: Timestamp?, ranAt: Timestamp, coupons: [Coupon]) {
        self.id = id
        self.schedule = schedule
        self.dueAt = dueAt
        self.ranAt = ranAt
        self.coupons = coupons
    }
}

/// What became of the coupons of a schedule's last run; zeros before the first one.
public struct ScheduleFigures: Hashable, Sendable {
    /// How many it made.
    public var generated: Int
    /// How many of them were redeemed, whether or not access still lasts.
    public var used: Int
    /// How many of them can still be redeemed: neither used nor expired nor revoked.
    public var available: Int

    /// Counts coupons.
    ///
    /// - Parameters:
    ///   - generated: how many were made.
    ///   - used: how many of them were redeemed.
    ///   - available: how many of them can still be redeemed.
    public init(generated: Int, used: Int, available: Int) {
        self.generated = generated
        self.used = used
        self.available = available
    }
}
