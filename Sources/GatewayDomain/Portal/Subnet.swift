/// An IPv4 network in CIDR form, for example `10.5.50.0/24`.
///
/// RouterOS hotspots serve IPv4 only, so this type knows nothing else.
public struct Subnet: Hashable, Sendable, CustomStringConvertible {
    /// The network's first address, host byte order, bits beyond the prefix cleared.
    public let network: UInt32
    /// How many leading bits belong to the network, 0 to 32.
    public let prefixLength: Int

    /// Reads CIDR text; a bare address counts as `/32`.
    ///
    /// Host bits are cleared, so an interface's own address reads as its network.
    ///
    /// - Parameter text: for example `10.5.50.1/24`. Nil when it is no IPv4 network.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = Self.address(parts[0]) else { return nil }
        let length: Int
        if parts.count == 2 {
            guard let parsed = Int(parts[1]), parts[1].first?.isNumber == true, (0...32).contains(parsed) else {
                return nil
            }
            length = parsed
        } else {
            length = 32
        }
        prefixLength = length
        network = address & Self.mask(length)
    }

    /// Reads a dotted address.
    ///
    /// - Parameter text: for example `10.5.50.1`.
    /// - Returns: the address in host byte order, or nil.
    public static func address(_ text: some StringProtocol) -> UInt32? {
        let octets = text.split(separator: ".", omittingEmptySubsequences: false)
        guard octets.count == 4 else { return nil }
        var address: UInt32 = 0
        for octet in octets {
            guard (1...3).contains(octet.count), octet.allSatisfy(\.isASCII), let value = UInt8(octet) else {
                return nil
            }
            address = address << 8 | UInt32(value)
        }
        return address
    }

    /// Whether an address lies in this network.
    ///
    /// - Parameter address: host byte order.
    /// - Returns: true when the leading bits agree.
    public func contains(_ address: UInt32) -> Bool {
        address & Self.mask(prefixLength) == network
    }

    /// CIDR text with the prefix length, always.
    public var description: String { "\(dotted)/\(prefixLength)" }

    /// The network as a router prints it: a single address without its prefix length.
    public var routerText: String { prefixLength == 32 ? dotted : description }

    private var dotted: String {
        (0..<4).map { String(network >> (24 - 8 * UInt32($0)) & 0xFF) }.joined(separator: ".")
    }

    private static func mask(_ length: Int) -> UInt32 {
        length == 0 ? 0 : ~0 << (32 - UInt32(length))
    }
}
