/// The gateway's end of the tunnels (WireGuard) through which it reaches routers that nobody can dial.
///
/// A router behind NAT dials the gateway's host and keeps the way open; inside, the gateway dials the router's API.
public struct Tunnel: Hashable, Sendable {
    /// The largest packet inside when nobody says so: what every path carries on which IPv6 works, with room for WireGuard's own 80 bytes.
    ///
    /// An API needs no throughput, and a packet that is too large for some link on the way vanishes, which looks like a router that
    /// hangs in the middle of an answer.
    public static let standardMTU = 1280
    /// What may be said instead; WireGuard's own choice on Ethernet is the upper one.
    public static let mtuBounds = 576...1420
    /// How often a router sends when it has nothing to say, in seconds: NAT forgets a UDP connection after 30 s and later.
    public static let keepaliveSeconds = 25

    /// The addresses inside.
    public var network: TunnelNetwork
    /// Where routers dial.
    public var endpoint: TunnelEndpoint
    /// The UDP port on the gateway's host; another one than the endpoint's where that is forwarded.
    public var listenPort: Int
    /// The largest packet inside, in bytes.
    public var mtu: Int
    /// The gateway's public key.
    public var publicKey: TunnelKey

    /// Names the gateway's end.
    ///
    /// - Parameters:
    ///   - network: the addresses inside.
    ///   - endpoint: where routers dial.
    ///   - listenPort: the UDP port on the gateway's host.
    ///   - mtu: the largest packet inside, in bytes.
    ///   - publicKey: the gateway's public key.
    public init(network: TunnelNetwork, endpoint: TunnelEndpoint, listenPort: Int, mtu: Int, publicKey: TunnelKey) {
        self.network = network
        self.endpoint = endpoint
        self.listenPort = listenPort
        self.mtu = mtu
        self.publicKey = publicKey
    }
}
