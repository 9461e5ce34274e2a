/// What a router, or something that speaks for it, says about one guest's login.
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
    }

    /// How the report reached us.
    public var source: Source
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
    /// When the guest logged in, or nil when the source does not tell.
    public var loginAt: Timestamp?
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
        self.device = device
        self.site = site
        self.user = user
        self.macAddress = nil
        self.address = nil
        self.loginAt = nil
        self.observedAt = observedAt
        self.uptimeSeconds = nil
        self.bytesIn = nil
        self.bytesOut = nil
    }
}
