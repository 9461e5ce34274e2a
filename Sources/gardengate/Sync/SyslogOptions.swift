import ArgumentParser

/// Whether and where `serve` receives the syslog lines of routers; what each means stands in ``ConfigurationKey/all``.
struct SyslogOptions: ParsableArguments {
    @Option(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "syslog-udp"), valueName: "host:port"))
    var syslogUdp: String?

    @Option(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "syslog-tcp"), valueName: "host:port"))
    var syslogTcp: String?

    @Option(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "login-failure-count"), valueName: "count"))
    var loginFailureCount: String?

    @Option(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "login-failure-window"), valueName: "duration"))
    var loginFailureWindow: String?

    /// What was given, by the names of the options.
    var values: [String: [String]] {
        [
            "syslog-udp": syslogUdp, "syslog-tcp": syslogTcp, "login-failure-count": loginFailureCount,
            "login-failure-window": loginFailureWindow,
        ].mapValues { $0.map { [$0] } ?? [] }
    }
}
