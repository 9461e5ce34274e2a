/// The addresses inside the tunnels: the gateway has the first one, each router another one.
///
/// Nothing outside of the tunnels sees them. A router has a route to the gateway's address alone, so that only a network of its own
/// that holds that very address is in the way.
public struct TunnelNetwork: Hashable, Sendable, CustomStringConvertible {
    /// The network that is taken when nobody says which.
    public static let standard = "10.213.0.0/16"
    /// How long the prefix may be: room for two addresses at the least, and for more routers than one gateway serves.
    public static let prefixBounds = 8...30

    /// The network.
    public let subnet: Subnet

    /// Checks a network.
    ///
    /// - Parameter text: in CIDR form, for example `10.213.0.0/16`.
    /// - Throws: `PortalValueError` with what it should look like.
    public init(_ text: String) throws(PortalValueError) {
        guard text.contains("/"), let subnet = Subnet(text), Self.prefixBounds.contains(subnet.prefixLength) else {
            throw .unreadable(
                .network,
                value: text,
                expected: "an IPv4 network of /8 to /30 that nobody else uses, as \(Self.standard)"
            )
        }
        // 0.0.0.0/8 is this host, 127.0.0.0/8 loopback, and from 224.0.0.0 on no address is one host's (RFC 6890, RFC 5771).
        let top = subnet.network >> 24
        guard top != 0, top != 127, top < 224, subnet.network >> 16 != 0xA9FE else {
            throw .combination(
                .network,
                problem: "\(subnet) is not for hosts",
                remedy: "take one of the private networks, as \(Self.standard)"
            )
        }
        self.subnet = subnet
    }

    /// The network in CIDR form.
    public var description: String { subnet.description }

    /// The gateway's address: the first one.
    public var gatewayAddress: String { Self.text(subnet.network + 1) }

    /// The gateway's address with the length of the network's prefix.
    public var gatewayPrefix: String { "\(gatewayAddress)/\(subnet.prefixLength)" }

    /// How many routers have room.
    public var capacity: Int { Int(broadcast - subnet.network) - 2 }

    /// The lowest address that a router may have and none has.
    ///
    /// - Parameter used: the addresses that routers have.
    /// - Returns: the address, or nil when the network is full.
    public func freeAddress(besides used: Set<String>) -> String? {
        // Of so many addresses and one more, one is free.
        let candidates = (subnet.network + 2)..<broadcast
        return candidates.prefix(used.count + 1).lazy.map(Self.text).first { !used.contains($0) }
    }

    /// Whether an address may be a router's.
    ///
    /// - Parameter address: for example `10.213.0.2`.
    /// - Returns: true for every address but the network's own, the gateway's, and that for all.
    public func isForRouters(_ address: String) -> Bool {
        guard let value = Subnet.address(address), Self.text(value) == address else { return false }
        return value > subnet.network + 1 && value < broadcast
    }

    private var broadcast: UInt32 { subnet.network | (~0 >> UInt32(subnet.prefixLength)) }

    private static func text(_ address: UInt32) -> String {
        (0..<4).map { String(address >> (24 - 8 * UInt32($0)) & 0xFF) }.joined(separator: ".")
    }
}
