import GatewayDomain
import GatewayStore
import GatewaySync
import NIOPosix
import RouterOSSimulator

@testable import GatewayHTTP

/// An API whose process keeps routers right, too, as `serve` does.
extension APIWorld {
    /// Works on devices while `body` runs.
    func syncing(_ body: @Sendable () async throws -> Void) async throws {
        // Routers here answer, however long a machine with much to do takes for it.
        var configuration = SyncConfiguration()
        configuration.connectTimeout = .seconds(60)
        let context = SyncContext(
            store: store,
            holder: .currentProcess(),
            configuration: configuration,
            group: MultiThreadedEventLoopGroup.singleton,
            logger: Self.silent,
            now: { clock.now }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await SyncService(context).run() }
            defer { group.cancelAll() }
            try await body()
        }
    }

    /// Makes an instance and a site that it serves, with one device for each router; these run the gateway's scripts only where a
    /// test is about them.
    func makeSite(
        scripts: Bool = false,
        _ routers: SimulatedRouter...
    ) async throws -> (instance: Instance, site: Site) {
        let instance = Instance(id: store.newID(), name: "Lobby \(store.newID(of: Site.self))", createdAt: clock.now)
        try await store.createInstance(instance)
        var site = Site(
            id: store.newID(),
            name: "Harbour \(instance.id)",
            services: [Site.Service(instance: instance.id, subnets: [])],
            createdAt: clock.now
        )
        site.hasScripts = scripts
        try await store.createSite(site)
        for router in routers { try await addDevice(router, at: site) }
        return (instance, site)
    }

    /// Adds a router to a site.
    func addDevice(_ router: SimulatedRouter, at site: Site) async throws {
        let device = Device(
            id: store.newID(),
            site: site.id,
            host: router.host,
            port: router.port,
            user: "admin",
            trust: .anonymous,
            createdAt: clock.now
        )
        try await store.addDevice(device, password: Secret("simulated"))
    }

    /// Makes coupons, newest first.
    func coupons(_ count: Int, of instance: Instance) async throws -> [Coupon] {
        try await store.createCoupons(CouponOrder(instance: instance, count: count, minutesValid: 600), now: clock.now)
    }
}

extension SimulatedRouter {
    /// Starts a router that stops when `body` is done.
    static func running(_ body: @Sendable (SimulatedRouter) async throws -> Void) async throws {
        let router = try await SimulatedRouter.start(SimulatedRouterConfiguration(tls: .anonymous))
        do {
            try await body(router)
        } catch {
            await router.stop()
            throw error
        }
        await router.stop()
    }

    /// The names of the hotspot users that a gateway put there, sorted.
    func managedUsers() async throws -> [String] {
        try await rows(of: "/ip/hotspot/user").filter { $0["comment"]?.hasPrefix("gg1 ") == true }
            .compactMap { $0["name"] }.sorted()
    }
}
