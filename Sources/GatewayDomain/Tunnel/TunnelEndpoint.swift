/// Where routers dial the gateway: a host and a UDP port.
public struct TunnelEndpoint: Hashable, Sendable, CustomStringConvertible {
    /// A name, an IPv4 address, or an IPv6 address without brackets.
    public let host: String
    /// The UDP port.
    public let port: Int

    /// Checks an endpoint.
    ///
    /// - Parameters:
    ///   - host: a name or an address, without brackets.
    ///   - port: the UDP port.
    /// - Throws: `PortalValueError` with what it should look like.
    public init(host: String, port: Int) throws(PortalValueError) {
        try TextRule.check(host, .endpoint, bytesMaximum: HostRule.bytesMaximum)
        // A zone (`%eth0`) means nothing on another machine.
        let isAddress = Subnet.address(host) != nil || (HostRule.isIPv6(host) && !host.contains("%"))
        if !isAddress {
            do throws(PortalValueError) {
                try HostRule.checkName(host)
            } catch {
                throw .unreadable(.endpoint, value: host, expected: Self.expected)
            }
        }
        try TextRule.check(port, .port, in: 1...65_535)
        self.host = host
        self.port = port
    }

    /// Reads an endpoint.
    ///
    /// - Parameter text: `host:port`, an IPv6 address in brackets.
    /// - Throws: `PortalValueError` with what it should look like.
    public init(_ text: String) throws(PortalValueError) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            text[text.index(after: colon)...].utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { throw .unreadable(.endpoint, value: text, expected: Self.expected) }
        let host = text[..<colon]
        if host.first == "[", host.last == "]", host.contains(":") {
            try self.init(host: String(host.dropFirst().dropLast()), port: port)
        } else {
            guard !host.contains(":") else { throw .unreadable(.endpoint, value: text, expected: Self.expected) }
            try self.init(host: String(host), port: port)
        }
    }

    /// `host:port`, an IPv6 address in brackets.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static let expected = "the host and UDP port that routers dial, as vpn.example.com:51820"
}
