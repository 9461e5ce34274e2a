import Foundation
import GatewayDomain
import GatewayStore
import GatewaySync
import Logging
import NIOCore
import NIOPosix
import RouterOSAPI
import RouterOSSimulator
import ServiceLifecycle
import Synchronization
import Testing

/// A gateway with a store in a temporary folder, and simulated routers as its devices.
final class TestGateway: Sendable {
    let store: Store
    let holder = LeaseHolder.currentProcess()
    let group = MultiThreadedEventLoopGroup.singleton
    let instance: Instance
    private let folder: URL
    private let shift = Mutex(Duration.zero)
    private let configuring = Mutex<(@Sendable (inout SyncConfiguration) -> Void)?>(nil)
    private let stoodStillAt = Mutex<Timestamp?>(nil)

    /// Makes an empty gateway with one instance.
    init(changing: (inout Instance) -> Void = { _ in }) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("gardengate-sync-\(UUID().uuidString)")
        store = try await Store.open(StoreConfiguration(path: folder.appendingPathComponent("gate.db").path))
        var instance = Instance(
            id: store.newID(),
            name: "Guests",
            createdAt: Timestamp(seconds: Int64(Date().timeIntervalSince1970))
        )
        changing(&instance)
        self.instance = instance
        try await store.createInstance(instance)
    }

    /// Closes the store and removes its folder.
    func close() throws {
        try store.close()
        try FileManager.default.removeItem(at: folder)
    }

    /// The time: this machine's, plus what a test has let pass.
    var now: @Sendable () -> Timestamp {
        {
            let time = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
            return (self.stoodStillAt.withLock { $0 } ?? time) + self.shift.withLock { $0 }
        }
    }

    /// Lets no time pass by itself from now on, however slow this machine is.
    func stopClock() {
        let time = now()
        stoodStillAt.withLock { $0 = time }
    }

    /// Lets time pass for the gateway.
    func advance(by duration: Duration) {
        shift.withLock { $0 += duration }
    }

    /// Fast enough for tests, without changing what is done; patient with a machine that has much else to do.
    var configuration: SyncConfiguration {
        var configuration = SyncConfiguration()
        configuration.connectTimeout = .seconds(20)
        configuration.commandDeadline = .seconds(20)
        configuration.retryDelayMinimum = .milliseconds(100)
        configuration.retryDelayMaximum = .milliseconds(400)
        // How fast this machine is decides nothing.
        configuration.writing.scriptRowsMinimum = .max
        configuring.withLock { $0 }?(&configuration)
        return configuration
    }

    /// Changes the configuration from now on; connections that are open keep theirs.
    func configure(_ change: @escaping @Sendable (inout SyncConfiguration) -> Void) {
        configuring.withLock { $0 = change }
    }

    var push: SitePush {
        push(with: configuration)
    }

    func push(with configuration: SyncConfiguration) -> SitePush {
        SitePush(context(configuration))
    }

    func context(_ configuration: SyncConfiguration? = nil) -> SyncContext {
        SyncContext(
            store: store,
            holder: holder,
            configuration: configuration ?? self.configuration,
            group: group,
            logger: .silent,
            now: now
        )
    }

    // MARK: - Portal

    /// Adds a site with one device for each router; these run the gateway's scripts only where a test is about them.
    func site(
        _ name: String,
        subnets: [Subnet] = [],
        scripts: Bool = false,
        _ routers: SimulatedRouter...
    ) async throws -> Site {
        var site = Site(
            id: store.newID(),
            name: name,
            services: [Site.Service(instance: instance.id, subnets: subnets)],
            createdAt: now()
        )
        site.hasScripts = scripts
        try await store.createSite(site)
        for router in routers { try await device(at: site, router) }
        return site
    }

    /// Adds a device for a router.
    @discardableResult
    func device(
        at site: Site,
        _ router: SimulatedRouter,
        user: String = "admin",
        password: String = "simulated",
        trust: DeviceTrust? = nil
    ) async throws -> Device {
        let device = Device(
            id: store.newID(),
            site: site.id,
            host: router.host,
            port: router.port,
            user: user,
            trust: trust ?? router.fingerprint.map { .pinned($0.description) } ?? .anonymous,
            createdAt: now()
        )
        try await store.addDevice(device, password: Secret(password))
        return device
    }

    /// Makes coupons.
    func coupons(_ count: Int, minutes: Int64 = 600) async throws -> [Coupon] {
        try await store.createCoupons(
            CouponOrder(instance: instance, count: count, minutesValid: minutes),
            now: now()
        )
    }

    // MARK: - Acting

    /// Pushes a site and expects a run for each of its devices.
    func push(
        _ site: Site,
        _ order: PushOrder = .push(),
        configuration: SyncConfiguration? = nil
    ) async throws -> [SyncRun] {
        try await request(site, order, configuration: configuration).runs
    }

    /// Pushes, plans or confirms, and gives the whole request.
    func request(
        _ site: Site,
        _ order: PushOrder,
        configuration: SyncConfiguration? = nil
    ) async throws -> PushRequest {
        try await push(with: configuration ?? self.configuration).perform(order, at: site, within: .seconds(180))
    }

    /// Serves while `body` runs.
    func serving<Value: Sendable>(
        with configuration: SyncConfiguration? = nil,
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        let service = SyncService(context(configuration))
        try await store.acquireServeLease(holder, now: now(), for: .seconds(600))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            let value = try await body()
            group.cancelAll()
            try await store.releaseServeLease(holder)
            return value
        }
    }

    /// Waits until something is true, looking again after each change of the store.
    func eventually(
        within limit: Duration = .seconds(60),
        _ what: Comment,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ condition: @escaping @Sendable () async throws -> Bool
    ) async throws {
        let (events, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let timer = group.next().scheduleTask(in: TimeAmount(limit)) { continuation.finish() }
        defer { timer.cancel() }
        let happened = try await withThrowingTaskGroup(of: Void.self) { group in
            let changes = store.changeSignals()
            group.addTask {
                for await _ in changes { continuation.yield() }
            }
            defer { group.cancelAll() }
            if try await condition() { return true }
            for await _ in events where try await condition() { return true }
            return false
        }
        #expect(happened, what, sourceLocation: sourceLocation)
    }
}

extension Logger {
    /// A logger that keeps everything to itself.
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

extension SimulatedRouter {
    /// The names of the hotspot users of a gateway that the router holds, sorted.
    func codes(of gateway: GatewayID) async throws -> [String] {
        try await rows(of: "/ip/hotspot/user")
            .filter { OwnershipMark(comment: $0["comment"] ?? "")?.gateway == gateway }
            .compactMap { $0["name"] }
            .sorted()
    }

    /// Starts a router that stops when `body` is done.
    static func running<Value: Sendable>(
        _ configuration: SimulatedRouterConfiguration = .shared,
        _ body: @Sendable (SimulatedRouter) async throws -> Value
    ) async throws -> Value {
        let router = try await SimulatedRouter.start(configuration)
        do {
            let value = try await body(router)
            await router.stop()
            return value
        } catch {
            await router.stop()
            throw error
        }
    }
}

extension SimulatedRouterConfiguration {
    /// A router with a certificate that all tests share: a key takes a while to make.
    static var shared: SimulatedRouterConfiguration {
        SimulatedRouterConfiguration(tls: .certificate(SharedIdentity.identity))
    }

    /// As ``shared``, on a loopback address of its own, for a router that is switched off.
    ///
    /// On 127.0.0.1 another test's connection or router may take the port meanwhile.
    static func alone(at host: String) -> SimulatedRouterConfiguration {
        var configuration = shared
        configuration.host = host
        return configuration
    }
}

private enum SharedIdentity {
    static let identity: TLSServerIdentity? = {
        do {
            return try TLSServerIdentity.selfSigned(commonName: "router", subjectAltNames: ["127.0.0.1"])
        } catch {
            Issue.record(error)
            return nil
        }
    }()
}
