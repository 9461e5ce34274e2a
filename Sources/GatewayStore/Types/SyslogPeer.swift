public import GatewayDomain

/// What tells the syslog lines of one device from those of another.
public struct SyslogPeer: Hashable, Sendable {
    /// The device.
    public var device: Device.ID
    /// Where it stands.
    public var site: Site.ID
    /// Where it is reached: a name or an address.
    public var host: String
    /// From where its lines come, when somebody has said so.
    public var source: IPAddress?
    /// What the router calls itself (`/system/identity`), as last read; lines of RFC 3164 begin with it.
    public var identity: String?

    /// Makes a peer.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - site: where it stands.
    ///   - host: where it is reached.
    ///   - source: from where its lines come, when somebody has said so.
    ///   - identity: what the router calls itself, when that is known.
    public init(device: Device.ID, site: Site.ID, host: String, source: IPAddress? = nil, identity: String? = nil) {
        self.device = device
        self.site = site
        self.host = host
        self.source = source
        self.identity = identity
    }
}
