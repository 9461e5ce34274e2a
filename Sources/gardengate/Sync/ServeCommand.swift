import ArgumentParser
import Foundation
import GatewayDomain
import GatewayHTTP
import GatewayStore
import GatewaySync

/// `gardengate serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Keep all routers right, until stopped.",
        discussion: """
            One process serves a database; other commands work beside it. Whatever they change reaches the routers within a \
            second; a redemption is recorded the moment a router reports it. Ctrl-C or SIGTERM lets what is under way end.

            What is not said by an option is looked for in the environment, and then in the configuration file; gardengate \
            configuration lists the keys. SIGHUP reads the file again: what can change while it runs does, the rest is \
            named in the log, and a file with a mistake in it changes nothing.

            Plain HTTP is served to this machine alone, so that a proxy can stand before it. HTTPS of its own takes a \
            certificate and its key; after they were renewed, start it again.

            With --syslog-udp or --syslog-tcp it also hears what routers log, and looks at once where a line says that a guest \
            logged in or out. Lines are never believed: they can be forged.

            Examples:
              gardengate serve --listen 127.0.0.1:8080
              gardengate serve --config /etc/gardengate/gardengate.yaml
              gardengate serve --listen 127.0.0.1:8080 --syslog-udp 192.0.2.10:5514
              gardengate serve --listen 0.0.0.0:443 --tls-certificate a.pem --tls-key a.key
              gardengate serve --listen 127.0.0.1:8080 --wait --set sync.devices-at-once=128
            """
    )

    @Option(
        help: ArgumentHelp(
            """
            The configuration file (default: $\(ConfigurationFile.environmentName), else \(ConfigurationFile.systemPath) when \
            it is there).
            """,
            valueName: "file"
        )
    )
    var config: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Give any key a value. May be given several times.", valueName: "key=value")
    )
    var assignments: [String] = []

    @OptionGroup var http: ListenOptions

    @OptionGroup var syslog: SyslogOptions

    @Option(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "look-interval"), valueName: "duration"))
    var lookInterval: String?

    @Option(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "audit-interval"), valueName: "duration"))
    var auditInterval: String?

    @Option(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "log-level"), valueName: "level"))
    var logLevel: String?

    @Option(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "guest-data-days"), valueName: "days|forever"))
    var guestDataDays: String?

    @Flag(help: ArgumentHelp(ConfigurationKey.help(ofFlag: "wait")))
    var wait = false

    @OptionGroup var global: GlobalOptions

    /// What the options say, by keys.
    var flags: ConfigurationFlags {
        let own = [
            "look-interval": lookInterval, "audit-interval": auditInterval, "log-level": logLevel,
            "guest-data-days": guestDataDays, "wait": wait ? "true" : nil, "database": global.database,
            "key-file": global.keyFile,
        ].mapValues { $0.map { [$0] } ?? [] }
        let all = [own, http.values, syslog.values].reduce(into: [:]) { $0.merge($1) { one, _ in one } }
        return ConfigurationFlags(all, assignments: assignments)
    }

    mutating func validate() throws {
        // Whether everything holds together is only known with the file.
        let problems = ConfigurationReading(flags: flags).problems
        guard problems.isEmpty else {
            throw ValidationError(problems.map(\.text).joined(separator: "; "))
        }
    }

    mutating func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let source = ConfigurationSource(path: config, environment: environment, flags: flags)
        let reading = try source.read()
        let settings = try reading.checked()
        for warning in reading.warnings { Streams.error("warning: \(warning)") }
        try settings.http.check()
        let location = try DatabaseLocation(
            path: settings.database,
            keyFile: reading.keyFile,
            environment: environment
        )
        // What serves acts for itself; each request says for whom it acts.
        let session = try await Session.open(
            location,
            createsDatabase: true,
            acting: nil,
            output: Output(isJSON: global.json)
        )
        do {
            try await Serving(session, settings, source: source, environment: environment).run()
        } catch {
            // The command's own error says more than one of closing would.
            try? session.store.close()
            throw error
        }
        try session.store.close()
    }
}
