import NIOCore

/// The host that a client connects to, as its certificate is asked for it.
struct TLSHostName: Sendable, Hashable {
    /// Without a final dot, and without the zone of a link-local address, neither of which stands in certificates.
    let text: String
    /// Whether it is an IPv4 or IPv6 address.
    let isAddress: Bool

    init(_ host: String) {
        let withoutZone = String(host.prefix { $0 != "%" })
        // Not being an address is no error here: then it is a name.
        if (try? SocketAddress(ipAddress: withoutZone, port: 0)) != nil {
            text = withoutZone
            isAddress = true
        } else {
            text = host.hasSuffix(".") ? String(host.dropLast()) : host
            isAddress = false
        }
    }
}
