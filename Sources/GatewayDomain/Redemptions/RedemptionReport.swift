/// What a router, or something that speaks for it, says about one guest's login or logout.
///
/// Every way in which a login can reach us ends in this one value; what it means is decided in one place
/// (`CouponRules.redeem`), and both are written in one transaction.
public struct RedemptionReport: Hashable, Sendable {
    /// How the report reached us.
    public enum Source: String, Hashable, Sendable, CaseIterable {
        /// A row of the active list, read at a sync.
        case activeList = "active_list"
        /// A row of the active list, told by `listen` the moment it appeared.
        case listen
        /// The user's own counters: they were used at some time, which is all we know.
        case counters
        /// The login time that the router's script wrote into the user's comment.
        case comment
        /// The router's on-login script, over HTTP.
        case script
        /// A line of an imported file.
        case log
        /// What another tool's voucher told of its use when it was taken over.
        case adoption
        /// A line of the router's own log, read over its API.
        case routerLog = "router_log"
    }

    /// What happened.
    public enum Event: String, Hashable, Sendable, CaseIterable {
        /// A guest got in, or is in.
        case login
        /// A guest's session ended.
        case logout
    }

    /// How the report reached us.
    public var source: Source
    /// What happened; `login` unless said otherwise.
    public var event: Event
    /// What tells the event from every other one of its source on this router, and is the same whenever it is sent again; nil when the
    /// source has nothing of the kind.
    public var reference: String?
    /// The coupon, by its id, of which the gateway itself had written down that login on the router; nil for what anybody else told.
    ///
    /// It is worth something only where the record has lost the redemption, as after a backup was restored.
    public var restatedCoupon: String?
    /// For a logout, the ``reference`` of the login that it ends; nil when the source does not tell.
    public var loginReference: String?
    /// When the event happened at the earliest, as a log in memory is no older than the router's last start; nil when that is not known.
    public var notBefore: Timestamp?
    /// The router that it is about.
    public var device: Device.ID
    /// Where that router stands.
    public var site: Site.ID
    /// The hotspot user's name as the router gave it: for a coupon, its code.
    public var user: String
    /// The guest's device, upper case with colons, or nil when the source does not tell.
    public var macAddress: String?
    /// The guest's address, or nil when the source does not tell.
    public var address: String?
    /// When the guest logged in, by our clock, or nil when the source does not tell.
    ///
    /// Whoever makes the report takes the error of the router's clock out of it where that is known.
    public var loginAt: Timestamp?
    /// When the session ended, by our clock; nil for logins, and when nothing believable is known.
    public var endedAt: Timestamp?
    /// Why the session ended, in the router's words, as `keepalive timeout`; nil when the source does not tell.
    public var endCause: String?
    /// How far the router's clock was ahead of ours when it reported, in seconds; nil when the source does not tell.
    ///
    /// Noted, and never a reason to pass over a report.
    public var clockErrorSeconds: Int64?
    /// When we learnt of it.
    public var observedAt: Timestamp
    /// How long the guest has been online: in this session for the active list, in all for counters.
    ///
    /// In seconds.
    public var uptimeSeconds: Int64?
    /// Bytes that the guest sent.
    public var bytesIn: Int64?
    /// Bytes that the guest received.
    public var bytesOut: Int64?

    /// Whether it comes from a router whose clock was known to be wrong by then.
    public var isByWrongClock: Bool {
        clockErrorSeconds.map { !RouterTime(aheadSeconds: $0, readAt: observedAt).isRight } ?? false
    }

    /// Makes a report.
    ///
    /// - Parameters:
    ///   - source: how it reached us.
    ///   - device: the router.
    ///   - site: where that stands.
    ///   - user: the hotspot user's name.
    ///   - observedAt: when we learnt of it.
    public init(source: Source, device: Device.ID, site: Site.ID, user: String, observedAt: Timestamp) {
        self.source = source
        self.event = .login
        self.reference = nil
        self.restatedCoupon = nil
        self.loginReference = nil
        self.notBefore = nil
        self.device = device
        self.site = site
        self.user = user
        self.macAddress = nil
        self.address = nil
        self.loginAt = nil
        self.endedAt = nil
        self.endCause = nil
        self.clockErrorSeconds = nil
        self.observedAt = observedAt
        self.uptimeSeconds = nil
        self.bytesIn = nil
        self.bytesOut = nil
    }
}
