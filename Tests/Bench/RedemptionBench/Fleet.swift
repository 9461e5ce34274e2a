import Foundation
import GatewayDomain
import GatewayStore
import GatewaySync
import Logging
import NIOPosix
import RouterOSAPI
import RouterOSSimulator

/// Many sites with one simulated router each, kept right by the real engine over TLS, in one process.
final class Fleet: Sendable {
    /// One site.
    struct Place: Sendable {
        let site: Site
        let device: Device
        let router: SimulatedRouter
    }

    let store: Store
    let instance: Instance
    let places: [Place]
    let logins = LoginTimes()
    private let folder: URL
    private let holder = LeaseHolder.currentProcess()

    static func now() -> Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

    /// Starts the routers, and makes a site with a device for each.
    init(sites count: Int) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("gardengate-bench-\(UUID().uuidString)")
        let store = try await Store.open(StoreConfiguration(path: folder.appendingPathComponent("gate.db").path))
        self.store = store
        let instance = Instance(id: store.newID(), name: "Guests", createdAt: Self.now())
        self.instance = instance
        try await store.createInstance(instance)
        // One key for all: making one takes a while, and nobody measures it.
        let identity = try TLSServerIdentity.selfSigned(commonName: "router", subjectAltNames: ["127.0.0.1"])
        let routers = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        var places: [Place] = []
        for number in 0..<count {
            let configuration = SimulatedRouterConfiguration(tls: .certificate(identity), seed: UInt64(number + 1))
            let router = try await SimulatedRouter.start(configuration, on: routers)
            let site = Site(
                id: store.newID(),
                name: "Site \(number)",
                services: [Site.Service(instance: instance.id, subnets: [])],
                createdAt: Self.now()
            )
            try await store.createSite(site)
            let device = Device(
                id: store.newID(),
                site: site.id,
                host: router.host,
                port: router.port,
                user: router.user,
                trust: router.fingerprint.map { .pinned($0.description) } ?? .anonymous,
                createdAt: Self.now()
            )
            try await store.addDevice(device, password: Secret("simulated"))
            places.append(Place(site: site, device: device, router: router))
        }
        self.places = places
    }

    func makeCoupons(_ count: Int) async throws -> [Coupon] {
        var coupons: [Coupon] = []
        while coupons.count < count {
            let order = CouponOrder(instance: instance, count: min(200, count - coupons.count), minutesValid: 1440)
            coupons += try await store.createCoupons(order, now: Self.now())
        }
        return coupons
    }

    func setLatency(_ latency: Duration) async throws {
        for place in places { try await place.router.setFaults { $0.latency = latency } }
    }

    /// Keeps the routers right while `body` runs.
    func serving(_ body: @Sendable () async throws -> Void) async throws {
        var logger = Logger(label: "bench") { [logins] _ in logins.handler }
        logger.logLevel = .notice
        let service = SyncService(
            SyncContext(
                store: store,
                holder: holder,
                configuration: SyncConfiguration(),
                group: MultiThreadedEventLoopGroup.singleton,
                logger: logger,
                now: { Self.now() }
            )
        )
        try await store.acquireServeLease(holder, now: Self.now(), for: .seconds(86_400))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            try await body()
            group.cancelAll()
        }
    }

    /// Waits until every device holds what it should.
    func settle() async throws {
        for await _ in store.changeSignals() {
            let statuses = try await store.deviceStatuses(now: Self.now())
            if statuses.allSatisfy({ $0.revisionLag == 0 && $0.lastSuccessAt != nil }) { return }
        }
    }

    func close() async throws {
        for place in places { await place.router.stop() }
        try store.close()
        try FileManager.default.removeItem(at: folder)
    }
}
