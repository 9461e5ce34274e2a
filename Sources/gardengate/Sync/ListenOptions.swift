import ArgumentParser

/// Where and how `serve` answers HTTP; what each means stands in ``ConfigurationKey/all``.
struct ListenOptions: ParsableArguments {
    @Option(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "listen"), valueName: "host:port"))
    var listen: String?

    @Option(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "tls-certificate"), valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "tls-key"), valueName: "file"))
    var tlsKey: String?

    @Option(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "public-url"), valueName: "url"))
    var publicUrl: String?

    @Flag(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "allow-plain-http")))
    var allowPlainHttp = false

    @Flag(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "allow-private-webhooks")))
    var allowPrivateWebhooks = false

    @Option(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "failed-logins-per-minute"), valueName: "count"))
    var failedLoginsPerMinute: String?

    @Option(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "public-requests-per-minute"), valueName: "count"))
    var publicRequestsPerMinute: String?

    @Option(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "device-events-per-minute"), valueName: "count"))
    var deviceEventsPerMinute: String?

    @Option(
        name: .customLong("trusted-proxy"),
        help: ArgumentHelp(
            "\(ConfigurationKey.help(ofFlag: "trusted-proxy")) May be given several times.",
            valueName: "cidr"
        )
    )
    var trustedProxies: [String] = []

    /// What was given, by the names of the options.
    var values: [String: [String]] {
        let options: [String: String?] = [
            "listen": listen, "tls-certificate": tlsCertificate, "tls-key": tlsKey, "public-url": publicUrl,
            "allow-plain-http": allowPlainHttp ? "true" : nil,
            "allow-private-webhooks": allowPrivateWebhooks ? "true" : nil,
            "failed-logins-per-minute": failedLoginsPerMinute,
            "public-requests-per-minute": publicRequestsPerMinute,
            "device-events-per-minute": deviceEventsPerMinute,
        ]
        var values = options.mapValues { $0.map { [$0] } ?? [] }
        values["trusted-proxy"] = trustedProxies
        return values
    }
}
