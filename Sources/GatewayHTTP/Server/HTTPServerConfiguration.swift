/// Where and how the server listens.
public struct HTTPServerConfiguration: Hashable, Sendable {
    /// The certificate and the key of HTTPS.
    public struct Identity: Hashable, Sendable {
        /// A PEM file with the certificate, and those between it and the authority behind it.
        public var certificateFile: String
        /// A PEM file with the private key.
        public var keyFile: String

        /// Names the files.
        ///
        /// - Parameters:
        ///   - certificateFile: the PEM file with the certificate and those between it and the authority.
        ///   - keyFile: the PEM file with the private key.
        public init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// Name or address to listen on, as `127.0.0.1` or `::`.
    public var host: String
    /// The port, or 0 for a free one.
    public var port: Int
    /// HTTPS with this identity; nil for plain HTTP.
    ///
    /// Default: nil.
    public var identity: Identity?
    /// How those who call reach the server (`https://wifi.example.com`), without a slash at the end; links begin with it.
    ///
    /// Default: nil, which means host and port.
    public var publicURL: String?
    /// How much of a request is taken, and for how long it is waited for.
    public var limits = RequestLimits()
    /// Whether webhooks may be made that are not on the public Internet, or speak plain HTTP; not unless changed.
    ///
    /// The same has to be said to whoever sends to them.
    public var allowsPrivateWebhooks = false
    /// How often an address may do what costs nothing to try.
    public var rateLimits = RateLimits()

    /// Listens in plain HTTP.
    ///
    /// - Parameters:
    ///   - host: name or address to listen on.
    ///   - port: the port, or 0 for a free one.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}
