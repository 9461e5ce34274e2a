/// A code that lets one guest in once.
///
/// Two clocks are kept apart: *redeem before* (`expiresAt`, from creation) and *access lasts* (`Redemption`, from the first
/// login). A coupon that was redeemed in time is valid until its session ends, whatever `expiresAt` says.
public struct Coupon: Hashable, Sendable {
    /// The identity of a coupon.
    public typealias ID = Identifier<Coupon>

    /// How many coupons one order of somebody's may make, a bound of the portal's API; see ``CouponOrder/countBounds``.
    public static let countBounds: ClosedRange<Int> = 1...200

    /// How long a coupon may be redeemable, in minutes; the upper bound is ten years.
    public static let minutesValidBounds: ClosedRange<Int64> = 1...5_256_000

    /// How long a note may be, in bytes of UTF-8.
    public static let noteBytesMaximum = 200

    /// Its identity.
    public var id: ID
    /// The instance that it belongs to.
    public var instance: Instance.ID
    /// What the guest types: upper case, A to Z and 0 to 9, unique for ever.
    public var code: String
    /// Until when it can be redeemed.
    public var expiresAt: Timestamp
    /// When it was made.
    public var createdAt: Timestamp
    /// When somebody revoked it, or nil.
    public var revokedAt: Timestamp?
    /// Its first use, or nil.
    public var redemption: Redemption?
    /// How many bytes the guest may move in all, or nil for no limit.
    public var dataBytesMaximum: Int64?
    /// A rate limit of its own in RouterOS form, which takes the place of its instance's; nil for the instance's.
    public var rateLimit: String?
    /// The name that it has on routers where that is not its code: it was taken over from another tool, and guests type what they were
    /// given.
    public var spelling: String?
    /// How long access lasts once redeemed, in seconds, where the coupon itself says so; nil for as long as its instance says.
    public var accessSeconds: Int64?
    /// How long the guest may be online in all, in seconds, where that is not simply as long as access lasts: ten hours within thirty days.
    public var uptimeSecondsMaximum: Int64?
    /// How much of that was used before the gateway had it, in seconds.
    public var uptimeSecondsUsed: Int64
    /// When it was taken over from another tool; nil for one that the gateway made.
    public var adoptedAt: Timestamp?
    /// What people wrote down about it, or nil; never sent to a router.
    public var note: String?
    /// The sites where it can be redeemed.
    ///
    /// Empty: wherever its instance serves.
    public var sites: [Site.ID]
    /// The template that made it, also after that one was deleted; nil when none did.
    public var template: CouponTemplate.ID?
    /// The run of a schedule that made it, or nil when none did.
    public var run: ScheduleRun.Reference?

    /// Its name on routers: what guests type.
    public var userName: String { spelling ?? code }

    /// The first use of a coupon.
    ///
    /// Where, when and for how long never change once they are recorded; which of the guest's devices holds the coupon may.
    public struct Redemption: Hashable, Sendable {
        /// Where.
        public var site: Site.ID
        /// On which router.
        public var device: Device.ID
        /// When the guest logged in.
        public var at: Timestamp
        /// How long access lasts from then on, in seconds: the instance's `sessionSeconds` at that moment.
        public var sessionSeconds: Int64
        /// The device that the guest redeemed it with, upper case with colons, when a report told it.
        public var macAddress: String?
        /// The device that holds the coupon now, in the same form; nil when nobody has told, or when it was released.
        public var holder: String?
        /// Since when, or since when no device does; by our clock.
        public var holderSince: Timestamp

        /// Says how a coupon was redeemed.
        ///
        /// - Parameters:
        ///   - site: where.
        ///   - device: on which router.
        ///   - at: when.
        ///   - sessionSeconds: how long access lasts.
        ///   - macAddress: the guest's device.
        public init(site: Site.ID, device: Device.ID, at: Timestamp, sessionSeconds: Int64, macAddress: String?) {
            self.site = site
            self.device = device
            self.at = at
            self.sessionSeconds = sessionSeconds
            self.macAddress = macAddress
            holder = macAddress
            holderSince = at
        }

        /// Whether somebody freed the coupon from its device, and no other one holds it yet.
        public var isReleased: Bool { holder == nil && (macAddress != nil || holderSince > at) }

        /// When access ends.
        public var endsAt: Timestamp { at + .seconds(sessionSeconds) }
    }

    /// Makes a coupon that nobody has used.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - instance: the instance that it belongs to.
    ///   - code: what the guest types.
    ///   - expiresAt: until when it can be redeemed.
    ///   - createdAt: when it was made.
    public init(id: ID, instance: Instance.ID, code: String, expiresAt: Timestamp, createdAt: Timestamp) {
        self.id = id
        self.instance = instance
        self.code = code
        self.expiresAt = expiresAt
        self.createdAt = createdAt
        self.revokedAt = nil
        self.redemption = nil
        self.dataBytesMaximum = nil
        self.rateLimit = nil
        self.spelling = nil
        self.accessSeconds = nil
        self.uptimeSecondsMaximum = nil
        self.uptimeSecondsUsed = 0
        self.adoptedAt = nil
        self.note = nil
        self.sites = []
        self.template = nil
        self.run = nil
    }
}
