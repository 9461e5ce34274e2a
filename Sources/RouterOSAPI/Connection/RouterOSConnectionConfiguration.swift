/// Where a router is, how to reach it, and how long to wait for it.
public struct RouterOSConnectionConfiguration: Sendable, Hashable {
    /// How bytes travel.
    public enum Transport: Sendable, Hashable {
        /// Encrypted (`api-ssl`).
        case tls(TLSTrust, minimum: TLSVersion = .v12)

        /// Plain TCP (`api`). The password and everything else can be read on the way: for tests and trusted wires.
        case plain

        /// 8729 with TLS, 8728 without: RouterOS' own defaults (manual, services page).
        public var defaultPort: Int {
            switch self {
            case .tls: 8729
            case .plain: 8728
            }
        }

        /// Whether a password may be sent: always but where a certificate is only looked at.
        ///
        /// Anonymous TLS and plain TCP are allowed because they were asked for by name.
        var mayLogin: Bool {
            switch self {
            case .tls(.pinned, _), .tls(.authority, _), .tls(.anonymous, _), .plain: true
            case .tls(.observe, _): false
            }
        }
    }

    /// The router's name or IP address.
    public var host: String

    /// The router's TCP port.
    public var port: Int

    /// How bytes travel.
    public var transport: Transport

    /// How long a TCP connection may take.
    ///
    /// Default 10 s.
    public var connectTimeout: Duration = .seconds(10)

    /// How long TLS handshake and login together may take, from the TCP connection on.
    ///
    /// Default 10 s.
    public var loginTimeout: Duration = .seconds(10)

    /// How long a call may take that names no deadline of its own.
    ///
    /// Default 30 s.
    public var callDeadline: Duration = .seconds(30)

    /// The bounds of the connection.
    public var limits: RouterOSConnectionLimits = RouterOSConnectionLimits()

    /// Makes a configuration with the default times and bounds.
    ///
    /// - Parameters:
    ///   - host: the router's name or IP address.
    ///   - port: the router's TCP port. Default that of the transport.
    ///   - transport: how bytes travel.
    public init(host: String, port: Int? = nil, transport: Transport) {
        self.host = host
        self.port = port ?? transport.defaultPort
        self.transport = transport
    }
}
