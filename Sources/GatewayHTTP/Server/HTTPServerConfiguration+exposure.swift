import NIOCore

extension HTTPServerConfiguration {
    /// Whether other machines could reach the server, and those in between read everything: plain HTTP on an address that is not this
    /// machine's own.
    public var isExposed: Bool { identity == nil && !Self.isLoopback(host) }

    /// Whether links could not be followed: the server listens on all addresses, and nobody said by which it is reached.
    public var hasNoAddress: Bool { publicURL == nil && ["0.0.0.0", "::"].contains(host) }

    /// Whether a host is this machine itself: 127.0.0.0/8, ::1 or localhost.
    private static func isLoopback(_ host: String) -> Bool {
        if host.lowercased() == "localhost" { return true }
        // A name other than that may be anything.
        guard let address = try? SocketAddress(ipAddress: host, port: 0), let text = address.ipAddress else {
            return false
        }
        return text == "::1" || (address.protocol == .inet && text.hasPrefix("127."))
    }
}
