/// One MikroTik router at a site.
///
/// Its password is not here: the store gives it out, unsealed, only to whoever connects.
public struct Device: Hashable, Sendable {
    /// The identity of a device.
    public typealias ID = Identifier<Device>

    /// Its identity.
    public var id: ID
    /// Where it stands.
    public var site: Site.ID
    /// Host name or address of its API service.
    public var host: String
    /// Port of its API service; 8729 is the default of `api-ssl`.
    public var port: Int
    /// The account that the gateway logs in with.
    public var user: String
    /// How its identity is checked.
    public var trust: DeviceTrust
    /// Whether to write to a RouterOS older than `RouterOSRelease.oldestWritten` all the same.
    public var allowsUnsupported: Bool
    /// From where its syslog lines come, when that is not the address of ``host``; nil leaves it at that.
    ///
    /// Behind a VPN or NAT a router sends from another address than the one at which it is reached.
    public var syslogSource: IPAddress?
    /// When it was made.
    public var createdAt: Timestamp

    /// Makes a device.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - site: where it stands.
    ///   - host: host name or address.
    ///   - port: port of the API service.
    ///   - user: the account to log in with.
    ///   - trust: how its identity is checked.
    ///   - createdAt: when it was made.
    public init(
        id: ID,
        site: Site.ID,
        host: String,
        port: Int,
        user: String,
        trust: DeviceTrust,
        createdAt: Timestamp
    ) {
        self.id = id
        self.site = site
        self.host = host
        self.port = port
        self.user = user
        self.trust = trust
        self.allowsUnsupported = false
        self.syslogSource = nil
        self.createdAt = createdAt
    }
}
