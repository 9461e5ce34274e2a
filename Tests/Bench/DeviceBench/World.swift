import Foundation
import GatewayDomain
import GatewayStore
import GatewaySync
import Logging
import NIOPosix

/// A gateway's database with a site for each router, and the real engine over it.
final class World: Sendable {
    let store: Store
    let instance: Instance
    let sites: [Site]
    let configuration: SyncConfiguration
    private let folder: URL
    private let holder = LeaseHolder.currentProcess()

    static func now() -> Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

    /// Makes a site with one device for each of the routers at these ports.
    ///
    /// Without scripts for what is compared with programs that install none.
    init(
        ports: [Int],
        fingerprint: String?,
        window: Int = 16,
        hasScripts: Bool = false,
        writesByScript: Bool = true
    ) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("gardengate-bench-\(UUID().uuidString)")
        store = try await Store.open(StoreConfiguration(path: folder.appendingPathComponent("gate.db").path))
        instance = Instance(id: store.newID(), name: "Guests", createdAt: Self.now())
        try await store.createInstance(instance)
        var sites: [Site] = []
        for port in ports {
            var site = Site(
                id: store.newID(),
                name: "Site \(port)",
                services: [Site.Service(instance: instance.id, subnets: [])],
                createdAt: Self.now()
            )
            site.hasScripts = hasScripts
            try await store.createSite(site)
            let device = Device(
                id: store.newID(),
                site: site.id,
                host: "127.0.0.1",
                port: port,
                user: "admin",
                trust: fingerprint.map { .pinned($0) } ?? .anonymous,
                createdAt: Self.now()
            )
            try await store.addDevice(device, password: Secret("simulated"))
            sites.append(site)
        }
        self.sites = sites
        var configuration = SyncConfiguration()
        configuration.commandsInFlightMaximum = window
        configuration.commandDeadline = .seconds(300)
        // What is measured is more than a router is given unless somebody says so.
        configuration.limits.managedUserCountMaximum = 100_000
        configuration.limits.rowsPerDayMaximum = 1_000_000
        // Four windows make a part, as they do by default.
        configuration.writing.commandRowsMaximum = 4 * window
        if !writesByScript { configuration.writing.scriptRowsMinimum = .max }
        self.configuration = configuration
    }

    private var context: SyncContext {
        SyncContext(
            store: store,
            holder: holder,
            configuration: configuration,
            group: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() },
            now: { Self.now() }
        )
    }

    /// Makes coupons of the instance, for all its sites.
    func makeCoupons(_ count: Int) async throws {
        var made = 0
        while made < count {
            let order = CouponOrder(instance: instance, count: min(200, count - made), minutesValid: 1440)
            made += try await store.createCoupons(order, now: Self.now()).count
        }
    }

    /// Makes entries of a site's walled garden, in an order that matters.
    func makeGarden(_ count: Int, at site: Site) async throws {
        for number in 0..<count {
            let entry = WalledGardenEntry(
                id: store.newID(),
                site: site.id,
                position: number,
                name: "Host \(number)",
                target: .host("host\(number).example.com"),
                createdAt: Self.now()
            )
            try await store.addWalledGardenEntry(entry)
        }
    }

    /// Pushes one site by a command of its own, over a connection of its own.
    func push(_ site: Site) async throws -> SyncRun.Outcome {
        let result = try await SitePush(context).perform(.push(), at: site, within: .seconds(600))
        guard let run = result.runs.first else { throw BenchError("the push of \(site.name) left no run") }
        if let failure = run.failure { throw BenchError("\(site.name): \(failure)") }
        return run.outcome
    }

    /// Keeps all devices right while something is done.
    func serving(_ body: () async throws -> Void) async throws {
        let service = SyncService(context)
        try await store.acquireServeLease(holder, now: Self.now(), for: .seconds(86_400))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            try await body()
            group.cancelAll()
        }
    }

    /// Has everything on every device compared, and waits until all of it was.
    func checkAll() async throws {
        let desk = PushDesk(store: store, now: { Self.now() })
        let requests = try await withThrowingTaskGroup(of: (PushRequest.ID, Site.ID).self) { group in
            for site in sites {
                group.addTask {
                    (try await desk.request(.push(), at: site, expiresAfter: .seconds(900)), site.id)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for (request, site) in requests { _ = try await desk.wait(for: request, at: site, within: .seconds(900)) }
    }

    func close() throws {
        try store.close()
        try FileManager.default.removeItem(at: folder)
    }
}
