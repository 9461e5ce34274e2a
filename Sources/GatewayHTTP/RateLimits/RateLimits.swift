/// How often an address may do what costs nothing to try.
///
/// Good credentials always pass: only failures are counted, so that nobody locks others out who share an address.
public struct RateLimits: Hashable, Sendable {
    /// How often a minute an address may send wrong credentials; 30 unless changed.
    public var failedLoginsPerMinute = 30
    /// How often a minute an address may open public links; 60 unless changed.
    public var publicRequestsPerMinute = 60
    /// How many events a minute a router may send, and how many at once; 6,000 unless changed.
    ///
    /// More than the guests of any one router make, and enough to catch up fast with what it kept while it was offline.
    public var deviceEventsPerMinute = 6000
    /// How many requests of one router are under way at once; 4 unless changed.
    public var deviceRequestsMaximum = 4
    /// Proxies whose `X-Forwarded-For` is believed; none unless changed.
    public var trustedProxies: [AddressBlock] = []

    /// The limits that hold unless somebody changes them.
    public init() {}
}
