import ArgumentParser
import GatewaySync

/// Whether and where `serve` receives the syslog lines of routers.
struct SyslogOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Receive the routers' syslog lines there, over UDP.", valueName: "host:port")
    )
    var syslogUdp: ListenAddress?

    @Option(
        help: ArgumentHelp("Receive them there over TCP, which RouterOS speaks since 7.18.", valueName: "host:port")
    )
    var syslogTcp: ListenAddress?

    @Option(
        help: ArgumentHelp(
            "So many failed logins at a site within --login-failure-window are an alarm.",
            valueName: "count"
        )
    )
    var loginFailureCount = SyslogConfiguration().loginFailuresThreshold

    @Option(
        help: ArgumentHelp("How far back failed logins count, and how long an alarm holds.", valueName: "duration")
    )
    var loginFailureWindow = DurationArgument(seconds: SyslogConfiguration().loginFailuresWindow.components.seconds)

    /// What is received, and where.
    var configuration: SyslogConfiguration {
        var configuration = SyslogConfiguration()
        configuration.udp = syslogUdp.map { .init(host: $0.host, port: $0.port) }
        configuration.tcp = syslogTcp.map { .init(host: $0.host, port: $0.port) }
        configuration.loginFailuresThreshold = loginFailureCount
        configuration.loginFailuresWindow = .seconds(loginFailureWindow.seconds)
        return configuration
    }

    mutating func validate() throws {
        guard (1...1_000_000).contains(loginFailureCount) else {
            throw ValidationError("--login-failure-count is 1 to 1000000")
        }
        guard (1...86_400).contains(loginFailureWindow.seconds) else {
            throw ValidationError("--login-failure-window is 1s to 1d")
        }
    }
}
