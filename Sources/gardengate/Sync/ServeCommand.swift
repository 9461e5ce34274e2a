import ArgumentParser
import GatewayDomain
import GatewayHTTP
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

            Plain HTTP is served to this machine alone, so that a proxy can stand before it. HTTPS of its own takes a \
            certificate and its key; after they were renewed, start it again.

            With --syslog-udp or --syslog-tcp it also hears what routers log, and looks at once where a line says that a guest \
            logged in or out. Lines are never believed: they can be forged.

            Examples:
              gardengate serve --listen 127.0.0.1:8080
              gardengate serve --listen 127.0.0.1:8080 --syslog-udp 192.0.2.10:5514
              gardengate serve --listen 0.0.0.0:443 --tls-certificate a.pem --tls-key a.key
              gardengate serve --listen 127.0.0.1:8080 --wait
            """
    )

    static var createsDatabase: Bool { true }

    @OptionGroup var http: ListenOptions

    @OptionGroup var syslog: SyslogOptions

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

    @Option(
        help: ArgumentHelp(
            "How many days MAC and IP addresses and names of guests are kept: 1 to 3650, or forever.",
            valueName: "days|forever"
        )
    )
    var guestDataDays = GuestDataDays.days(GuestDataAge.standard)

    @Flag(help: "Stand by while another process serves the database, and take over when that ends.")
    var wait = false

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        guard lookInterval.seconds >= 1, auditInterval.seconds >= lookInterval.seconds else {
            throw ValidationError("--look-interval is at least 1s, and --audit-interval at least as long")
        }
    }

    // What serves acts for itself; each request says for whom it acts.
    static var isAttributed: Bool { false }

    func run(_ session: Session) async throws {
        try http.check()
        let logger = Log.standardError(logLevel)
        let holder = LeaseHolder.currentProcess()
        let lease = try await lease(of: session.store, holder: holder, logger: logger)
        let devices = try await session.store.allDevices()
        TrustArgument.warn(about: devices)
        var configuration = SyncConfiguration()
        configuration.lookInterval = .seconds(lookInterval.seconds)
        configuration.auditInterval = .seconds(auditInterval.seconds)
        Self.warn(about: devices.count, connectionsMaximum: configuration.connectionsMaximum, logger: logger)
        let context = SyncContext(
            store: session.store,
            holder: holder,
            configuration: configuration,
            group: MultiThreadedEventLoopGroup.singleton,
            logger: logger,
            now: { .current }
        )
        let sync = SyncService(context)
        var figures = GatewayFigures()
        figures.runs = context.tally
        figures.sync = { sync.figures }
        let deliveries = DeliveryTally()
        figures.deliveries = deliveries
        let schedules = ScheduleService(store: session.store, logger: logger, now: { .current })
        let receiver = try await receiver(of: session, logger: logger)
        let announcement = Announcement(session, holder, syslog: receiver)
        let optional: [(any Service)?] = [
            receiver, server(announcement, figures, logger: logger),
            guestDataDays.service(of: session.store, logger: logger),
        ]
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [lease, sync, schedules] + telling(of: session, deliveries, logger: logger)
                    + optional.compactMap { $0 },
                gracefulShutdownSignals: [.sigint, .sigterm],
                logger: logger
            )
        )
        logger.notice("serving", metadata: ["database": "\(session.location.path)", "process": "\(holder.processID)"])
        if http.listen == nil { announcement.make(listen: nil) }
        try await group.run()
        logger.notice("stopped")
    }

    private func lease(of store: Store, holder: LeaseHolder, logger: Logger) async throws -> ServeLease {
        guard wait else { return try await ServeLease(taking: store, holder: holder, now: { .current }) }
        return try await ServeLease.waiting(for: store, holder: holder, now: { .current }) { reason in
            logger.notice("standing by", metadata: ["reason": "\(reason)"])
        }
    }

    /// Allows as many open files as there may be, and says when there are more routers than connections.
    private static func warn(about devices: Int, connectionsMaximum: Int, logger: Logger) {
        let connections = min(devices, connectionsMaximum)
        if let shortage = OpenFiles.shortage(allowed: OpenFiles.raise(), connections: connections) {
            logger.warning("too few open files", metadata: ["reason": "\(shortage)"])
        }
        if devices > connectionsMaximum {
            logger.warning(
                "more routers than connections: each look may log in anew",
                metadata: ["routers": "\(devices)", "connections": "\(connectionsMaximum)"]
            )
        }
    }

    /// What tells others of what happens.
    private func telling(of session: Session, _ tally: DeliveryTally, logger: Logger) -> [any Service] {
        var configuration = WebhookConfiguration()
        configuration.allowsPrivate = http.allowPrivateWebhooks
        let store = session.store
        return [
            EventService(store: store, logger: logger, now: { .current }),
            WebhookService(store: store, configuration: configuration, logger: logger, now: { .current }, tally: tally),
        ]
    }

    private func receiver(of session: Session, logger: Logger) async throws -> SyslogService? {
        guard syslog.configuration.isWanted else { return nil }
        let receiver = try await SyslogService(
            listening: syslog.configuration,
            store: session.store,
            group: MultiThreadedEventLoopGroup.singleton,
            logger: logger,
            now: { .current }
        )
        for (transport, endpoint) in receiver.endpoints {
            logger.notice(
                "receiving syslog",
                metadata: [
                    "transport": "\(transport.rawValue)", "address": "\(HostPort.text(endpoint.host, endpoint.port))",
                ]
            )
        }
        return receiver
    }

    private func server(
        _ announcement: Announcement,
        _ figures: GatewayFigures,
        logger: Logger
    ) -> HTTPServer? {
        guard let configuration = http.configuration else { return nil }
        let (store, holder, host) = (announcement.session.store, announcement.holder, configuration.host)
        return HTTPServer(
            configuration: configuration,
            store: store,
            readiness: { await Self.readiness(of: store, holder: holder) },
            logger: logger,
            now: { .current },
            figures: figures,
            onListening: { port in
                logger.notice("listening", metadata: ["address": "\(HostPort.text(host, port))"])
                announcement.make(listen: HostPort.text(host, port))
            }
        )
    }

    private static func readiness(of store: Store, holder: LeaseHolder) async -> Readiness {
        do {
            return try await store.currentServer(now: .current) == holder
                ? .ready : .unavailable(reason: "this process does not serve the database")
        } catch {
            return .unavailable(reason: "the database cannot be read")
        }
    }

    private static func level(_ text: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: text) else {
            throw ValidationError("a log level is trace, debug, info, notice, warning or error")
        }
        return level
    }
}

/// With `--json`, the one value that says that serving has begun, and where.
private struct Announcement: Sendable {
    let session: Session
    let holder: LeaseHolder
    private let syslog: [SyslogTransport: String]

    init(_ session: Session, _ holder: LeaseHolder, syslog: SyslogService?) {
        self.session = session
        self.holder = holder
        self.syslog = syslog?.endpoints.mapValues { HostPort.text($0.host, $0.port) } ?? [:]
    }

    func make(listen address: String?) {
        session.output.write(
            "",
            json: [
                "database": .string(session.location.path),
                "process_id": .integer(Int64(holder.processID)),
                "syslog_udp": .string(syslog[.udp]),
                "syslog_tcp": .string(syslog[.tcp]),
                "listen": .string(address),
            ]
        )
    }
}
