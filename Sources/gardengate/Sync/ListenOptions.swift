import ArgumentParser
import GatewayDomain
import GatewayHTTP

/// Where and how `serve` answers HTTP.
struct ListenOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Answer there: the portal's API, /healthz and /readyz.", valueName: "host:port")
    )
    var listen: ListenAddress?

    @Option(
        help: ArgumentHelp(
            "Serve HTTPS with this certificate: a PEM file, followed by the certificates up to its authority.",
            valueName: "file"
        )
    )
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The certificate's private key: a PEM file, not encrypted.", valueName: "file"))
    var tlsKey: String?

    @Option(
        help: ArgumentHelp(
            "How others reach the gateway, as https://wifi.example.com; links begin with it.",
            valueName: "url"
        ),
        transform: PublicURLArgument.init
    )
    var publicUrl: PublicURLArgument?

    @Flag(help: "Serve plain HTTP on an address that other machines reach.")
    var allowPlainHttp = false

    @Flag(help: "Send events to webhooks in private networks and on this machine, and over plain HTTP.")
    var allowPrivateWebhooks = false

    @Option(
        help: ArgumentHelp("How often a minute an address may send wrong credentials.", valueName: "count")
    )
    var failedLoginsPerMinute = RateLimits().failedLoginsPerMinute

    @Option(help: ArgumentHelp("How often a minute an address may open public links.", valueName: "count"))
    var publicRequestsPerMinute = RateLimits().publicRequestsPerMinute

    @Option(help: ArgumentHelp("How many events a minute a router may report.", valueName: "count"))
    var deviceEventsPerMinute = RateLimits().deviceEventsPerMinute

    @Option(
        name: .customLong("trusted-proxy"),
        help: ArgumentHelp(
            "Believe the X-Forwarded-For of this proxy: an address or network. May be given several times.",
            valueName: "cidr"
        ),
        transform: Self.block
    )
    var trustedProxies: [AddressBlock] = []

    /// What the server is to do; nil when it is not asked for.
    var configuration: HTTPServerConfiguration? {
        guard let listen else { return nil }
        var configuration = HTTPServerConfiguration(host: listen.host, port: listen.port)
        if let tlsCertificate, let tlsKey {
            configuration.identity = .init(certificateFile: tlsCertificate, keyFile: tlsKey)
        }
        configuration.publicURL = publicUrl?.text
        configuration.allowsPrivateWebhooks = allowPrivateWebhooks
        configuration.rateLimits.failedLoginsPerMinute = failedLoginsPerMinute
        configuration.rateLimits.publicRequestsPerMinute = publicRequestsPerMinute
        configuration.rateLimits.deviceEventsPerMinute = deviceEventsPerMinute
        configuration.rateLimits.trustedProxies = trustedProxies
        return configuration
    }

    mutating func validate() throws {
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key belong together: give both")
        }
        let rates = 1...1_000_000
        guard [failedLoginsPerMinute, publicRequestsPerMinute, deviceEventsPerMinute].allSatisfy(rates.contains) else {
            throw ValidationError(
                "--failed-logins-per-minute, --public-requests-per-minute and --device-events-per-minute are 1 to 1000000"
            )
        }
        guard let listen, let configuration else {
            let limits = RateLimits()
            guard tlsKey == nil, publicUrl == nil, !allowPlainHttp, trustedProxies.isEmpty,
                failedLoginsPerMinute == limits.failedLoginsPerMinute,
                publicRequestsPerMinute == limits.publicRequestsPerMinute,
                deviceEventsPerMinute == limits.deviceEventsPerMinute
            else {
                throw ValidationError("nothing listens: give --listen HOST:PORT")
            }
            return
        }
        guard !configuration.isExposed || allowPlainHttp else {
            throw ValidationError(
                """
                plain HTTP on \(listen.host) would let everybody in between read tokens and codes: give --tls-certificate \
                and --tls-key, or listen on 127.0.0.1 behind a proxy that serves HTTPS, or say --allow-plain-http
                """
            )
        }
    }

    private static func block(_ text: String) throws -> AddressBlock {
        guard let block = AddressBlock(text) else {
            throw ValidationError("\"\(text)\" is no address or network, as 127.0.0.1 or 10.0.0.0/8")
        }
        return block
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
