public import GatewayDomain
public import GatewayStore
public import Logging
public import NIOCore
public import ServiceLifecycle

/// Receives the syslog lines of routers, and looks at a router when a line says that something happened there.
///
/// A line is never believed: anybody who can send a packet with a router's address can write one, and guests are on the same
/// networks as routers. It only makes us ask the router itself, within moments; what that says is recorded as ever.
public struct SyslogService: Service {
    /// Where it listens; a port that was 0 is the one that the system chose.
    public let endpoints: [SyslogTransport: SyslogConfiguration.Endpoint]

    private let intake: SyslogIntake
    private let listener: SyslogListener
    private let directory: SyslogDirectory
    private let store: Store
    private let configuration: SyslogConfiguration
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let pause: @Sendable (Duration) async throws -> Void

    /// How often it is seen to what waits only for time to pass.
    private static let tick: Duration = .seconds(1)

    /// Begins to listen; lines wait until ``run()``.
    ///
    /// - Parameters:
    ///   - configuration: where to listen, and the bounds.
    ///   - store: what the gateway knows.
    ///   - group: where sockets run.
    ///   - logger: hears of alarms, and of what is turned away: the first at once, what follows once a minute.
    ///   - now: the time.
    /// - Throws: ``SyslogError`` when it cannot listen, ``StoreError`` when the devices cannot be read.
    public init(
        listening configuration: SyslogConfiguration,
        store: Store,
        group: any EventLoopGroup,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) async throws {
        let lookup = HostLookup()
        try await self.init(
            listening: configuration,
            store: store,
            group: group,
            logger: logger,
            now: now,
            resolve: { await lookup.addresses(of: $0) },
            pause: { try await Task.sleep(for: $0) }
        )
    }

    init(
        listening configuration: SyslogConfiguration,
        store: Store,
        group: any EventLoopGroup,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp,
        resolve: @escaping @Sendable (String) async -> [IPAddress],
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) async throws {
        let intake = SyslogIntake(configuration, now: now)
        let listener = SyslogListener(intake, configuration: configuration, group: group)
        var directory = SyslogDirectory(
            intake,
            store: store,
            addressesInterval: configuration.addressesInterval,
            resolve: resolve,
            logger: logger,
            now: now
        )
        // Whoever is known by address is known before the first line comes; names are looked up while others are heard.
        try await directory.readDevices()
        var endpoints: [SyslogTransport: SyslogConfiguration.Endpoint] = [:]
        do {
            for (transport, endpoint) in [(SyslogTransport.udp, configuration.udp), (.tcp, configuration.tcp)] {
                guard var endpoint else { continue }
                endpoint.port = try await listener.listen(transport, on: endpoint)
                endpoints[transport] = endpoint
            }
        } catch {
            await listener.close()
            throw error
        }
        self.endpoints = endpoints
        self.intake = intake
        self.listener = listener
        self.directory = directory
        self.store = store
        self.configuration = configuration
        self.logger = logger
        self.now = now
        self.pause = pause
    }

    /// Reads lines and acts on them until the service is asked to stop; what has come in by then is still acted on.
    public func run() async throws {
        let wakeUp = intake.wakeUp
        await withTaskCancellationOrGracefulShutdownHandler {
            var desk = SyslogDesk(intake, store: store, configuration: configuration, logger: logger, now: now)
            await withDiscardingTaskGroup { group in
                group.addTask { await self.keepDirectory() }
                group.addTask { await self.keepTime() }
                wakeUp.call()
                for await _ in wakeUp.calls { await desk.work() }
                group.cancelAll()
            }
            await listener.close()
            await desk.work(isLast: true)
        } onCancelOrGracefulShutdown: {
            wakeUp.finish()
        }
    }

    private func keepDirectory() async {
        var directory = self.directory
        while !Task.isCancelled {
            await directory.refresh()
            do { try await pause(configuration.devicesInterval) } catch { return }
        }
    }

    private func keepTime() async {
        while !Task.isCancelled {
            do { try await pause(Self.tick) } catch { return }
            intake.wakeUp.call()
        }
    }
}
