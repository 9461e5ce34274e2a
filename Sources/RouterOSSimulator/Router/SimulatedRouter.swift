public import NIOCore
public import NIOPosix
public import RouterOSAPI

/// A router in memory that speaks the RouterOS API over a real socket.
///
/// It starts as a router after `/ip hotspot setup`: server `hotspot1` on 10.5.50.1/24 with its profiles. All of its
/// state lives on one event loop, so thousands fit into a process. Besides the API it can be acted upon like a real
/// one: a guest logs in, another tool edits rows, the power goes.
public final class SimulatedRouter: Sendable {
    /// The address that it listens on.
    public let host: String
    /// The port that it listens on.
    public let port: Int
    /// The fingerprint of its certificate; nil without one.
    public let fingerprint: CertificateFingerprint?
    /// The administrator's name.
    public let user: String
    /// Its version of RouterOS.
    public let version: RouterOSVersion

    /// The port of the hotspot's pages; nil where they are not served.
    public let portalPort: Int?

    let loop: any EventLoop
    let device: NIOLoopBound<RouterDevice>
    let listener: NIOLoopBound<RouterListener>
    private let portal: NIOLoopBound<PortalListener>

    private init(
        configuration: SimulatedRouterConfiguration,
        fingerprint: CertificateFingerprint?,
        port: Int,
        portalPort: Int?,
        portal: NIOLoopBound<PortalListener>,
        device: NIOLoopBound<RouterDevice>,
        listener: NIOLoopBound<RouterListener>,
        loop: any EventLoop
    ) {
        self.host = configuration.host
        self.port = port
        self.fingerprint = fingerprint
        self.user = configuration.user
        self.version = configuration.version
        self.portalPort = portalPort
        self.portal = portal
        self.loop = loop
        self.device = device
        self.listener = listener
    }

    /// Starts a router.
    ///
    /// - Parameters:
    ///   - configuration: what it is like.
    ///   - group: where it runs; it keeps to one event loop of it.
    /// - Returns: the router, which listens.
    /// - Throws: ``SimulatedRouterError/cannotListen(host:port:reason:)`` or ``SimulatedRouterError/certificate(_:)``.
    public static func start(
        _ configuration: SimulatedRouterConfiguration = SimulatedRouterConfiguration(),
        on group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
    ) async throws(SimulatedRouterError) -> SimulatedRouter {
        let loop = group.next()
        let (context, identity) = try Self.tls(configuration)
        let fingerprint = identity?.fingerprint
        let clockStart = configuration.clockStart ?? WallClock.epochSeconds
        do {
            let (device, listener, portal) = try await loop.submit {
                let device = Self.makeDevice(
                    configuration,
                    clockStart: clockStart,
                    loop: loop,
                    tls: context.map { ($0, fingerprint) },
                    identity: identity
                )
                let listener = RouterListener(host: configuration.host, port: configuration.port, device: device)
                return (
                    NIOLoopBound(device, eventLoop: loop), NIOLoopBound(listener, eventLoop: loop),
                    NIOLoopBound(PortalListener(device: device), eventLoop: loop)
                )
            }.get()
            let port = try await loop.flatSubmit { listener.value.open() }.get()
            let portalPort = try await Self.open(portal, configuration.portal, on: loop) {
                listener.value.close()
            }
            return SimulatedRouter(
                configuration: configuration,
                fingerprint: fingerprint,
                port: port,
                portalPort: portalPort,
                portal: portal,
                device: device,
                listener: listener,
                loop: loop
            )
        } catch let error as SimulatedRouterError {
            throw error
        } catch {
            throw .cannotListen(host: configuration.host, port: configuration.port, reason: "\(error)")
        }
    }

    /// Opens the hotspot's pages, if they are wanted; what was open already is closed when that fails.
    private static func open(
        _ portal: NIOLoopBound<PortalListener>,
        _ wish: (host: String, port: Int)?,
        on loop: any EventLoop,
        orClose close: @escaping @Sendable () -> EventLoopFuture<Void>
    ) async throws -> Int? {
        guard let wish else { return nil }
        do {
            return try await loop.flatSubmit { portal.value.open(host: wish.host, port: wish.port) }.get()
        } catch {
            try await loop.flatSubmit { close() }.get()
            throw SimulatedRouterError.cannotListen(host: wish.host, port: wish.port, reason: "\(error)")
        }
    }

    /// Stops listening and closes all connections.
    ///
    /// May be called more than once.
    public func stop() async {
        let closed = self.loop.flatSubmit { [device, listener, portal] in
            device.value.shutDown()
            return listener.value.close().and(portal.value.close()).map { _ in }
        }
        do {
            try await closed.get()
        } catch {
            // The event loop or the socket is gone already, which is what was asked for.
        }
    }

    private static func tls(
        _ configuration: SimulatedRouterConfiguration
    ) throws(SimulatedRouterError) -> (TLSContext?, TLSServerIdentity?) {
        do throws(TLSError) {
            switch configuration.tls {
            case .off:
                return (nil, nil)
            case .anonymous:
                return (try TLSContext(server: .anonymous), nil)
            case .certificate(let given):
                let identity =
                    if let given { given } else {
                        try TLSServerIdentity.selfSigned(
                            commonName: "gardengate-simulator",
                            subjectAltNames: [configuration.host]
                        )
                    }
                return (try TLSContext(server: identity), identity)
            }
        } catch {
            throw .certificate("\(error)")
        }
    }

    private static func makeDevice(
        _ configuration: SimulatedRouterConfiguration,
        clockStart: Int64,
        loop: any EventLoop,
        tls: (context: TLSContext, fingerprint: CertificateFingerprint?)?,
        identity: TLSServerIdentity?
    ) -> RouterDevice {
        var traits = RouterTraits()
        traits.identity = configuration.identity
        traits.timeZoneName = configuration.timeZone.name
        traits.timeZoneOffsetSeconds = configuration.timeZone.offsetSeconds
        traits.isHotspotAllowed = configuration.isHotspotAllowed
        traits.isBare = configuration.isFactoryDefault
        traits.hasHotspotPackage = configuration.hasHotspotPackage
        traits.hostNames = configuration.hostNames
        traits.freeFlashBytes = configuration.freeFlashBytes
        traits.defaultTraffic = configuration.guestTraffic
        switch configuration.tls {
        case .off: traits.isAPISSLEnabled = false
        case .anonymous: traits.isAPIEnabled = false
        case .certificate:
            traits.isAPIEnabled = false
            traits.apiCertificate = "gardengate-simulator"
        }
        let account = SimulatedAccount(
            name: configuration.user,
            password: configuration.password,
            policies: configuration.policies
        )
        var state = RouterState(
            version: configuration.version,
            traits: traits,
            clockAtZero: clockStart,
            rightClockAtZero: configuration.timeServerStart
                ?? (configuration.clockStart == nil ? clockStart : WallClock.epochSeconds)
        )
        state.setAccount(account)
        if let identity { state.setUpCertificate(identity) }
        state.scripts.generator = SeededGenerator(seed: configuration.seed)
        return RouterDevice(
            loop: loop,
            state: state,
            clock: SimulatedClock(speed: configuration.clockSpeed, real: loop.now),
            faults: configuration.faults,
            seed: configuration.seed,
            tls: tls
        )
    }
}
