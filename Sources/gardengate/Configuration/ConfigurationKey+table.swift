import GatewayHTTP
import Logging

// Every key, in the order in which the example file shows them.
extension ConfigurationKey {
    /// All keys there are.
    static let all: [ConfigurationKey] =
        process + answering + answeringLimits + receiving + telling + guests + rhythm + bounds + connections + limits
        + writing

    /// What concerns the process as a whole.
    private static let process: [ConfigurationKey] = [
        .path(
            "database",
            \.database,
            "The database; without it gardengate/gardengate.db in the XDG data folder.",
            flag: "database"
        ),
        .path(
            "key-file",
            \.keyFile,
            "The key file that seals passwords; without it <database>.key.",
            flag: "key-file"
        ),
        .boolean(
            "wait",
            \.wait,
            "Stand by while another process serves the database, and take over when that ends.",
            flag: "wait"
        ),
        ConfigurationKey(
            name: "log.level",
            unit: .choice,
            bounds: "trace, debug, info, notice, warning or error",
            flag: "log-level",
            effect: .onReload,
            "What is logged to standard error: trace, debug, info, notice, warning or error."
        ) { text, settings throws(ConfigurationRefusal) in
            guard let level = Logger.Level(rawValue: text), level != .critical else {
                throw ConfigurationRefusal("is no log level; give trace, debug, info, notice, warning or error")
            }
            settings.logLevel = level
        } text: {
            $0.logLevel.rawValue
        },
    ]

    /// Where and how HTTP is answered.
    private static let answering: [ConfigurationKey] = [
        .address(
            "http.listen",
            \.http.listen,
            "Answer there: the portal's API, /healthz and /readyz.",
            flag: "listen"
        ),
        .path(
            "http.tls-certificate",
            \.http.tlsCertificate,
            "Serve HTTPS with this certificate: a PEM file, followed by the certificates up to its authority.",
            flag: "tls-certificate"
        ),
        .path(
            "http.tls-key",
            \.http.tlsKey,
            "The certificate's private key: a PEM file, not encrypted.",
            flag: "tls-key"
        ),
        ConfigurationKey(
            name: "http.public-url",
            unit: .url,
            flag: "public-url",
            effect: .onRestart,
            "How others reach the gateway, as https://wifi.example.com; links begin with it."
        ) { text, settings throws(ConfigurationRefusal) in
            settings.http.publicURL = try PublicURLArgument(text)
        } text: {
            $0.http.publicURL?.text
        },
        .boolean(
            "http.allow-plain-http",
            \.http.allowsPlainHTTP,
            "Serve plain HTTP on an address that other machines reach.",
            flag: "allow-plain-http"
        ),
        ConfigurationKey(
            name: "http.trusted-proxies",
            unit: .networks,
            bounds: nil,
            effect: .onRestart,
            flag: "trusted-proxy",
            documentation: "Believe the X-Forwarded-For of these proxies: addresses or networks.",
            read: { texts, settings throws(ConfigurationRefusal) in
                var proxies: [TrustedProxy] = []
                for text in texts {
                    guard let proxy = TrustedProxy(text) else {
                        throw ConfigurationRefusal(
                            "is no address or network; give \(ConfigurationUnit.networks.expectation)"
                        )
                    }
                    proxies.append(proxy)
                }
                settings.http.trustedProxies = proxies
            },
            texts: { $0.http.trustedProxies.map(\.text) }
        ),
        .count(
            "http.failed-logins-per-minute",
            \.http.rateLimits.failedLoginsPerMinute,
            1...1_000_000,
            "How often a minute an address may send wrong credentials.",
            flag: "failed-logins-per-minute",
            effect: .onRestart
        ),
        .count(
            "http.public-requests-per-minute",
            \.http.rateLimits.publicRequestsPerMinute,
            1...1_000_000,
            "How often a minute an address may open public links.",
            flag: "public-requests-per-minute",
            effect: .onRestart
        ),
        .count(
            "http.device-events-per-minute",
            \.http.rateLimits.deviceEventsPerMinute,
            1...1_000_000,
            "How many events a minute a router may report.",
            flag: "device-events-per-minute",
            effect: .onRestart
        ),
        .count(
            "http.device-requests",
            \.http.rateLimits.deviceRequestsMaximum,
            1...1000,
            "How many requests of one router are under way at once.",
            effect: .onRestart
        ),
    ]

    /// How much of a request is taken.
    private static let answeringLimits: [ConfigurationKey] = [
        .count(
            "http.connections",
            \.http.limits.connectionsMaximum,
            1...1_000_000,
            "How many connections of others are open at once; more wait.",
            effect: .onRestart
        ),
        .bytes(
            "http.body",
            \.http.limits.bodyBytesMaximum,
            1024...(1 << 30),
            "How large the body of a request may be.",
            effect: .onRestart
        ),
        .bytes(
            "http.header",
            \.http.limits.headerBytesMaximum,
            1024...(1 << 20),
            "How large all header fields of a request may be together.",
            effect: .onRestart
        ),
        .duration(
            "http.body-deadline",
            \.http.limits.bodyDeadline,
            .seconds(1) ... .seconds(3600),
            "How long a whole body may take to arrive.",
            effect: .onRestart
        ),
        .count(
            "http.uploads",
            \.http.limits.uploadsMaximum,
            1...1000,
            "How many imports are read at once; whoever comes then is asked to come again.",
            effect: .onRestart
        ),
        .duration(
            "http.upload-deadline",
            \.http.limits.uploadDeadline,
            .seconds(1) ... .seconds(86_400),
            "How long an import may take to arrive.",
            effect: .onRestart
        ),
        .duration(
            "http.idle-timeout",
            \.http.limits.idleTimeout,
            .seconds(1) ... .seconds(3600),
            "After which time without a whole header, or a part of a body, a connection is closed.",
            effect: .onRestart
        ),
        .duration(
            "http.sending-deadline",
            \.http.limits.sendingDeadline,
            .seconds(1) ... .seconds(3600),
            "After which time a connection is closed whose client does not take its answer.",
            effect: .onRestart
        ),
        .duration(
            "http.stopping-deadline",
            \.http.limits.stoppingDeadline,
            .seconds(1) ... .seconds(300),
            "How long requests under way may take once the gateway is told to stop.",
            effect: .onRestart
        ),
    ]
}
