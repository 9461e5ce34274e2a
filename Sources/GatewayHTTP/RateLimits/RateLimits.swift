/// How often an address may do what costs nothing to try.
///
/// Good credentials always pass: only failures are counted, so that nobody locks others out who share an address.
public struct RateLimits: Hashable, Sendable {
    /// How often a minute an address may send wrong credentials; 30 unless changed.
    public var failedLoginsPerMinute = 30
    /// How often a minute an address may open public links; 60 unless changed.
    public var publicRequestsPerMinute = 60
    /// Proxies whose `X-Forwarded-For` is believed; none unless changed.
    public var trustedProxies: [AddressBlock] = []

    /// The limits that hold unless somebody changes them.
    public init() {}
}
