import GatewayDomain
import GatewayHTTP
import GatewayStore
import GatewaySync
import Glibc
import Logging
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// All that `serve` does: built of the settings, run until it is stopped, told to whoever started it.
struct Serving {
    private let session: Session
    private let settings: GatewaySettings
    private let source: ConfigurationSource
    private let holder = LeaseHolder.currentProcess()
    private let logger: Logger
    private let running: RunningSettings
    private let manager: ServiceManager
    private let pulse = ServingPulse()
    private let openFiles = OpenFiles.raise()
    private let repeated: RepeatedEvents

    /// Makes it; nothing happens before ``run()``.
    ///
    /// - Parameters:
    ///   - session: the open database.
    ///   - settings: what holds at the start.
    ///   - source: where they came from, to be read again.
    ///   - environment: says who started the process.
    init(_ session: Session, _ settings: GatewaySettings, source: ConfigurationSource, environment: [String: String]) {
        self.session = session
        self.settings = settings
        self.source = source
        let level = LiveLogLevel(settings.logLevel)
        (logger, repeated) = Log.standardError(level)
        running = RunningSettings(settings, source: source, level: level, openFiles: openFiles, logger: logger)
        manager = ServiceManager(environment, process: getpid())
    }

    /// Serves until it is asked to stop.
    func run() async throws {
        defer { repeated.tellTheRest() }
        // Without a file there is nothing to read again, and SIGHUP ends the process, as the terminal that is closed means it.
        let signals = source.path == nil ? nil : await UnixSignalsSequence(trapping: .sighup)
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let signals {
                group.addTask {
                    await Reloading(signals: signals, settings: running, manager: manager, pulse: pulse).run()
                }
            }
            group.addTask { await Supervision(manager: manager, pulse: pulse, logger: logger).run() }
            defer { group.cancelAll() }
            try await serve()
        }
    }

    private func serve() async throws {
        var lease = try await lease()
        lease.logger = logger
        let devices = try await session.store.allDevices()
        TrustArgument.warn(about: devices)
        let clock = GatewayClock(watching: { .current }, newestRecord: try await session.store.newestRedemptionAt())
        let sync = await running.serve { SyncService(context($0, clock)) }
        warn(about: devices.count)
        let deliveries = DeliveryTally()
        var figures = GatewayFigures()
        figures.runs = sync.tally
        figures.sync = { sync.figures }
        figures.deliveries = deliveries
        let receiver = try await receiver()
        let announcement = ServingAnnouncement(session, holder, syslog: receiver)
        let optional: [(any Service)?] = [
            receiver, server(announcement, figures, clock, sync),
            settings.guestDataDays.service(of: session.store, clock, logger: logger),
        ]
        let schedules = ScheduleService(store: session.store, logger: logger, now: { clock.read().steady })
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [lease, sync, schedules] + telling(deliveries, clock) + optional.compactMap { $0 }
                    + [StoppingNotice(manager: manager, pulse: pulse)],
                gracefulShutdownSignals: [.sigint, .sigterm],
                logger: logger
            )
        )
        var facts: Logger.Metadata = ["database": "\(session.location.path)", "process": "\(holder.processID)"]
        facts["configuration"] = source.path.map { "\($0)" }
        logger.notice("serving", metadata: facts)
        if settings.http.listen == nil {
            pulse.stage = .serving(sync, place: session.location.path)
            pulse.answers()
            announcement.make(listen: nil)
        }
        try await group.run()
        logger.notice("stopped")
    }

    // MARK: - Parts

    private func context(_ configuration: SyncConfiguration, _ clock: GatewayClock) -> SyncContext {
        var context = SyncContext(
            store: session.store,
            holder: holder,
            configuration: configuration,
            group: MultiThreadedEventLoopGroup.singleton,
            logger: logger,
            now: { .current }
        )
        context.clock = clock
        return context
    }

    private func lease() async throws -> ServeLease {
        guard settings.wait else {
            return try await ServeLease(taking: session.store, holder: holder, now: { .current })
        }
        return try await ServeLease.waiting(for: session.store, holder: holder, now: { .current }) { reason, isFirst in
            pulse.attempted()
            guard isFirst else { return }
            // A process that stands by does what it was started for: whoever started it need not wait for longer.
            pulse.stage = .standingBy(reason: "\(reason)")
            logger.notice("standing by", metadata: ["reason": "\(reason)"])
        }
    }

    /// Says when there are more routers than connections, and why.
    private func warn(about devices: Int) {
        let connectionsMaximum = settings.sync.connectionsMaximum
        let connections = min(devices, connectionsMaximum)
        if let shortage = OpenFiles.shortage(allowed: openFiles, connections: connections) {
            logger.warning("too few open files", metadata: ["reason": "\(shortage)"])
        } else if devices > connectionsMaximum {
            logger.warning(
                "more routers than connections: some take turns, with a login for each look",
                metadata: ["routers": "\(devices)", "connections": "\(connectionsMaximum)"]
            )
        }
    }

    /// What tells others of what happens.
    private func telling(_ tally: DeliveryTally, _ clock: GatewayClock) -> [any Service] {
        let store = session.store
        return [
            // What nobody can take back waits until it is over by either time.
            EventService(store: store, logger: logger, now: { clock.read().earliest }),
            WebhookService(
                store: store,
                configuration: settings.webhooks,
                logger: logger,
                now: { clock.read().steady },
                tally: tally
            ),
        ]
    }

    private func receiver() async throws -> SyslogService? {
        guard settings.syslog.isWanted else { return nil }
        let receiver = try await SyslogService(
            listening: settings.syslog,
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
        _ announcement: ServingAnnouncement,
        _ figures: GatewayFigures,
        _ clock: GatewayClock,
        _ sync: SyncService
    ) -> HTTPServer? {
        guard let configuration = settings.http.configuration else { return nil }
        let (store, holder, logger, pulse) = (session.store, holder, logger, pulse)
        return HTTPServer(
            configuration: configuration,
            store: store,
            readiness: { await Self.readiness(of: store, holder: holder) },
            logger: logger,
            now: { clock.read().latest },
            recordTime: { clock.read().steady },
            figures: figures,
            onListening: { port in
                let address = HostPort.text(configuration.host, port)
                logger.notice("listening", metadata: ["address": "\(address)"])
                pulse.stage = .serving(sync, place: "on \(address)")
                pulse.answers()
                announcement.make(listen: address)
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
}
