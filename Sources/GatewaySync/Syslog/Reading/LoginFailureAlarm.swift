import GatewayDomain

/// That too many logins failed at a site.
struct LoginFailureAlarm: Hashable, Sendable {
    /// A guest's address, and how often a login from there failed.
    struct Address: Hashable, Sendable {
        var address: String
        var count: Int
    }

    /// Where.
    var site: Site.ID
    /// The router, when all that may have refused them is one.
    var device: Device.ID?
    /// How many within the window.
    var count: Int
    /// From where, the most frequent first; of many addresses not all.
    var addresses: [Address]
}
