import GatewayDomain
import GatewayHTTP

/// Where and how `serve` answers HTTP.
struct HTTPSettings: Sendable {
    /// Where; nil for nowhere.
    var listen: ListenAddress?
    /// A PEM file with the certificate of HTTPS, and those up to its authority.
    var tlsCertificate: String?
    /// A PEM file with its private key.
    var tlsKey: String?
    /// How others reach the gateway; links begin with it.
    var publicURL: PublicURLArgument?
    /// Whether plain HTTP is served to other machines.
    var allowsPlainHTTP = false
    /// Whether webhooks may be in private networks, on this machine and without TLS.
    var allowsPrivateWebhooks = false
    /// Proxies whose `X-Forwarded-For` is believed.
    var trustedProxies: [TrustedProxy] = []
    /// How often an address may do what costs nothing to try.
    var rateLimits = RateLimits()
    /// How much of a request is taken, and for how long it is waited for.
    var limits = RequestLimits()

    /// What the server is to do; nil when it is not asked for.
    var configuration: HTTPServerConfiguration? {
        guard let listen else { return nil }
        var configuration = HTTPServerConfiguration(host: listen.host, port: listen.port)
        if let tlsCertificate, let tlsKey {
            configuration.identity = .init(certificateFile: tlsCertificate, keyFile: tlsKey)
        }
        configuration.publicURL = publicURL?.text
        configuration.allowsPrivateWebhooks = allowsPrivateWebhooks
        configuration.limits = limits
        configuration.rateLimits = rateLimits
        configuration.rateLimits.trustedProxies = trustedProxies.map(\.block)
        return configuration
    }

    /// Checks what can be checked before anything begins, and says what is not as it should be.
    ///
    /// - Throws: `HTTPServerError` when the server could not begin.
    func check() throws {
        guard let listen, let configuration else { return }
        let now = Timestamp.current.milliseconds / 1000
        for warning in try configuration.identity?.check(now: now) ?? [] { Streams.error("warning: \(warning)") }
        if configuration.isExposed {
            Streams.error(
                """
                warning: plain HTTP on \(listen.host): everybody in between reads tokens and codes; give --tls-certificate \
                and --tls-key
                """
            )
        }
        if configuration.hasNoAddress {
            Streams.error(
                "warning: links begin with \(listen.host), where nobody is; see --public-url"
            )
        }
    }
}

/// A proxy whose `X-Forwarded-For` is believed, as it was written: `127.0.0.1` or `10.0.0.0/8`.
struct TrustedProxy: Hashable, Sendable {
    /// As it was written.
    let text: String
    /// The addresses that are meant.
    let block: AddressBlock

    /// Reads an address or network; nil when it is none.
    init?(_ text: String) {
        guard let block = AddressBlock(text) else { return nil }
        (self.text, self.block) = (text, block)
    }
}
