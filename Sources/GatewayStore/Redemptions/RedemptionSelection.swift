public import GatewayDomain

/// Which redemptions are meant: at one site or at all of them, and of what time.
public struct RedemptionSelection: Hashable, Sendable {
    /// Where; nil is everywhere.
    public var site: Site.ID?
    /// Guests who logged in at this moment or later; nil is ever since.
    public var since: Timestamp?
    /// Guests who logged in before this moment; nil is until now.
    public var until: Timestamp?

    /// Selects redemptions.
    ///
    /// - Parameters:
    ///   - site: where; nil is everywhere.
    ///   - since: of guests who logged in at this moment or later.
    ///   - until: of guests who logged in before this moment.
    public init(site: Site.ID? = nil, since: Timestamp? = nil, until: Timestamp? = nil) {
        self.site = site
        self.since = since
        self.until = until
    }
}
