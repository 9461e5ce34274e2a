/// One stay of a guest, from a login to its end.
public struct GuestSession: Hashable, Sendable {
    /// The identity of a session.
    public typealias ID = Identifier<GuestSession>

    /// Its identity.
    public var id: ID
    /// Whose session it is.
    public var siteUser: SiteUser.ID
    /// Where.
    public var site: Site.ID
    /// On which router.
    public var device: Device.ID
    /// The hotspot user's name: for a coupon, its code.
    public var user: String
    /// The coupon that let the guest in; nil for a named account.
    public var coupon: Coupon.ID?
    /// The guest's device, upper case with colons, or nil when nothing told it.
    public var macAddress: String?
    /// The guest's IP address, or nil when nothing told it.
    public var address: String?
    /// When it began, by our clock.
    public var startedAt: Timestamp
    /// Whether the router's script has told of its beginning; it does so once.
    public var isLoginTold: Bool
    /// When the router was last known to hold it.
    public var lastSeenAt: Timestamp
    /// When it ended; nil while it is not known to have ended.
    public var endedAt: Timestamp?
    /// Whether its end was told; otherwise it was concluded, as when the router does not list the guest any more.
    public var isEndTold: Bool
    /// Why it ended, in the router's words; nil when nothing told it, as after the guest was just gone.
    public var endCause: String?
    /// How long it lasted as far as is known, in seconds.
    public var uptimeSeconds: Int64?
    /// Bytes that the guest sent, as far as is known.
    public var bytesIn: Int64?
    /// Bytes that the guest received, as far as is known.
    public var bytesOut: Int64?
    /// When access ends at the latest: with the coupon's access, or when the instance's session time is over.
    public var expiresAt: Timestamp

    /// Makes a session of which nothing but its beginning is known.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - siteUser: whose it is.
    ///   - report: the report of its beginning, or of its end where that is the first that was told.
    ///   - coupon: the coupon that let the guest in.
    ///   - startedAt: when it began.
    ///   - expiresAt: when access ends at the latest.
    public init(
        id: ID,
        siteUser: SiteUser.ID,
        report: RedemptionReport,
        coupon: Coupon.ID?,
        startedAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.id = id
        self.siteUser = siteUser
        site = report.site
        device = report.device
        user = report.user
        self.coupon = coupon
        macAddress = report.macAddress
        address = report.address
        self.startedAt = startedAt
        isLoginTold = false
        lastSeenAt = startedAt
        endedAt = nil
        isEndTold = false
        endCause = nil
        uptimeSeconds = report.uptimeSeconds
        bytesIn = report.bytesIn
        bytesOut = report.bytesOut
        self.expiresAt = expiresAt
    }

    /// Whether the guest is in, as far as is known.
    ///
    /// - Parameter now: the time.
    /// - Returns: true for a session that has not ended, and whose access lasts.
    public func isActive(at now: Timestamp) -> Bool { endedAt == nil && now < expiresAt }
}
