import HTTPTypes

/// From where a request comes.
struct ClientAddress: Hashable, Sendable {
    /// The address in text form, as the audit log has it.
    let text: String
    /// What is counted: an address of IPv4, or the /64 of IPv6 that a single customer has at least.
    let key: String

    /// Finds the address of a request.
    ///
    /// `X-Forwarded-For` is what anybody may write, so it is believed of known proxies only: from right to left, the first
    /// address that is not one of theirs.
    ///
    /// - Parameters:
    ///   - peer: the other end of the connection.
    ///   - headers: the header of the request.
    ///   - proxies: whom to believe.
    init(peer: String, headers: HTTPFields, proxies: [AddressBlock]) {
        var address = peer
        var bytes = IPAddressBytes.read(peer)
        let chain = headers[values: .xForwardedFor].joined(separator: ",").split(separator: ",")
        for hop in chain.reversed() {
            guard let known = bytes, proxies.contains(where: { $0.contains(known) }) else { break }
            let text = Self.withoutPort(hop.trimmingPrefix { $0 == " " }.prefix { $0 != " " })
            guard let next = IPAddressBytes.read(text) else { break }
            (address, bytes) = (text, next)
        }
        text = address
        // Half of IPv6's 16 bytes, all of IPv4's 4.
        key = bytes.map { $0.prefix(8).map { String($0, radix: 16) }.joined(separator: ".") } ?? peer
    }
}

extension ClientAddress {
    /// The address of `192.0.2.1:4711` and `[2001:db8::1]:4711`, which some proxies write.
    private static func withoutPort(_ hop: Substring) -> String {
        if hop.first == "[" { return String(hop.dropFirst().prefix { $0 != "]" }) }
        let parts = hop.split(separator: ":", omittingEmptySubsequences: false)
        return String(parts.count == 2 ? parts[0] : hop)
    }
}

extension HTTPField.Name {
    /// Through whom a request came.
    static let xForwardedFor: HTTPField.Name = {
        guard let name = HTTPField.Name("X-Forwarded-For") else {
            preconditionFailure("X-Forwarded-For is a name that a field may have")
        }
        return name
    }()
}
