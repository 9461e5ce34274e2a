import ArgumentParser
import GatewayDomain
import GatewayStore
import GatewaySync
import Logging
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// `gardengate serve`.
struct ServeCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Keep all routers right, until stopped.",
        discussion: """
            One process serves a database; other commands work beside it. Whatever they change reaches the routers within a \
            second; a redemption is recorded the moment a router reports it. Ctrl-C or SIGTERM lets what is under way end.

            Example:
              gardengate serve --listen 127.0.0.1:8080
            """
    )

    static var createsDatabase: Bool { true }

    @Option(help: ArgumentHelp("Answer /healthz and /readyz there.", valueName: "host:port"))
    var listen: HostPort?

    @Option(help: ArgumentHelp("How often a router that is as it should be gets a cheap look.", valueName: "duration"))
    var lookInterval = DurationArgument(seconds: 60)

    @Option(help: ArgumentHelp("How often everything on a router is compared.", valueName: "duration"))
    var auditInterval = DurationArgument(seconds: 6 * 3600)

    @Option(
        help: ArgumentHelp(
            "What is logged to standard error: trace, debug, info, notice, warning or error.",
            valueName: "level"
        ),
        transform: Self.level
    )
    var logLevel = Logger.Level.notice

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        guard lookInterval.seconds >= 1, auditInterval.seconds >= lookInterval.seconds else {
            throw ValidationError("--look-interval is at least 1s, and --audit-interval at least as long")
        }
    }

    func run(_ session: Session) async throws {
        let logger = Log.standardError(logLevel)
        let holder = LeaseHolder.currentProcess()
        let lease = try await ServeLease(taking: session.store, holder: holder, now: { .current })
        TrustArgument.warn(about: try await session.store.allDevices())
        var configuration = SyncConfiguration()
        configuration.lookInterval = .seconds(lookInterval.seconds)
        configuration.auditInterval = .seconds(auditInterval.seconds)
        let sync = SyncService(
            store: session.store,
            holder: holder,
            configuration: configuration,
            group: MultiThreadedEventLoopGroup.singleton,
            logger: logger,
            now: { .current }
        )
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [lease, sync],
                gracefulShutdownSignals: [.sigint, .sigterm],
                logger: logger
            )
        )
        logger.notice("serving", metadata: ["database": "\(session.location.path)"])
        try await group.run()
        logger.notice("stopped")
    }

    private static func level(_ text: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: text) else {
            throw ValidationError("a log level is trace, debug, info, notice, warning or error")
        }
        return level
    }
}
