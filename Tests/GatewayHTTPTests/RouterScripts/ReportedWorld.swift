import GatewayDomain
import GatewayStore
import HTTPTypes
import Logging
import NIOPosix
import RouterOSAPI
import RouterOSSimulator
import Synchronization
import Testing

@testable import GatewaySync

/// A site with a router or two, and a gateway that is there or away, all in virtual time: the real store, the real runs, the real HTTP
/// server, and the scripts on a simulated router.
final class ReportedWorld: Sendable {
    let world: APIWorld
    /// The site's routers, the first one of which most is about.
    let routers: [SimulatedRouter]
    let sink: EventSink
    let instance: Instance
    let site: Site
    let devices: [Device]
    private let links: [Device.ID: DeviceLink]
    private let isThere = Mutex(true)
    private static let configuration: SyncConfiguration = {
        var configuration = SyncConfiguration()
        configuration.connectTimeout = .seconds(60)
        configuration.commandDeadline = .seconds(60)
        return configuration
    }()

    var router: SimulatedRouter { routers[0] }
    var device: Device { devices[0] }
    var store: Store { world.store }
    var now: Timestamp { world.clock.now }

    private init(
        world: APIWorld,
        routers: [SimulatedRouter],
        sink: EventSink,
        instance: Instance,
        site: Site,
        devices: [Device]
    ) {
        self.world = world
        self.routers = routers
        self.sink = sink
        self.instance = instance
        self.site = site
        self.devices = devices
        let links = devices.map { device in
            (
                device.id,
                DeviceLink(
                    group: MultiThreadedEventLoopGroup.singleton,
                    configuration: Self.configuration,
                    logger: APIWorld.silent,
                    opened: { _, _ in }
                )
            )
        }
        self.links = Dictionary(uniqueKeysWithValues: links)
    }

    /// Runs a body with a world of its own.
    ///
    /// - Parameters:
    ///   - version: the routers'.
    ///   - count: how many routers there are.
    ///   - sessionMinutes: how long a coupon's access lasts.
    ///   - now: when it begins.
    ///   - identity: what the gateway shows to routers; nil for plain HTTP.
    ///   - body: what to do.
    /// - Throws: what `body` throws.
    static func with(
        _ version: String = "7.20.8",
        routers count: Int = 1,
        sessionMinutes: Int64 = 120,
        now: Timestamp = TestClock.start,
        identity: TLSServerIdentity? = nil,
        _ body: @Sendable (ReportedWorld) async throws -> Void
    ) async throws {
        try await APIWorld.serving(now: now, realTokens: true) { world in
            try await EventSink.serving(identity: identity) { sink in
                var configuration = SimulatedRouterConfiguration(
                    version: try #require(RouterOSVersion(version)),
                    tls: .anonymous,
                    clockSpeed: 0
                )
                configuration.clockStart = world.clock.now.seconds
                configuration.timeServerStart = world.clock.now.seconds
                // What a test waits for may take longer on a busy machine than a router's own patience of ten seconds.
                configuration.faults.fetchIdleTimeout = .seconds(120)
                var routers: [SimulatedRouter] = []
                do {
                    for _ in 0..<count { routers.append(try await SimulatedRouter.start(configuration)) }
                    let reported = try await made(world, routers, sink, sessionMinutes, identity)
                    reported.setThere(true)
                    // The first push installs the scripts.
                    try await reported.work()
                    try await body(reported)
                    for link in reported.links.values { await link.close() }
                } catch {
                    for router in routers { await router.stop() }
                    throw error
                }
                for router in routers { await router.stop() }
            }
        }
    }

    private static func made(
        _ world: APIWorld,
        _ routers: [SimulatedRouter],
        _ sink: EventSink,
        _ sessionMinutes: Int64,
        _ identity: TLSServerIdentity?
    ) async throws -> ReportedWorld {
        var instance = Instance(id: world.store.newID(), name: "Lobby", createdAt: world.clock.now)
        instance.sessionSeconds = sessionMinutes * 60
        try await world.store.createInstance(instance)
        let site = Site(
            id: world.store.newID(),
            name: "Harbour",
            services: [Site.Service(instance: instance.id, subnets: [])],
            createdAt: world.clock.now
        )
        try await world.store.createSite(site)
        for router in routers { try await world.addDevice(router, at: site) }
        let devices = try await world.store.devices(at: site.id)
        let reported = ReportedWorld(
            world: world,
            routers: routers,
            sink: sink,
            instance: instance,
            site: site,
            devices: try routers.map { router in try #require(devices.first { $0.port == router.port }) }
        )
        try await reported.setAuthority(identity)
        return reported
    }

    /// Says by which authority routers are to know the gateway; nil where it is reached by plain HTTP.
    func setAuthority(_ identity: TLSServerIdentity?) async throws {
        let url = "\(identity == nil ? "http" : "https")://127.0.0.1:\(sink.port)"
        let endpoint = try GatewayEndpoint(url: url, authority: identity?.certificatePEM, allowsPlainHTTP: true)
        try await store.setEndpoint(endpoint, now: now)
    }

    // MARK: - The gateway

    /// Lets the gateway come or go: routers do not reach it, and it works on none.
    func setThere(_ isThere: Bool) {
        self.isThere.withLock { $0 = isThere }
        guard isThere else { return sink.answer(.end) }
        let world = world
        sink.answer(
            .ask { head, body in
                var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
                headers[.authorization] = head.split(separator: "\r\n")
                    .first { $0.lowercased().hasPrefix("authorization: ") }.map { String($0.dropFirst(15)) }
                do {
                    return try await world.call(.post, "/routeros/events", raw: Array(body.utf8), headers: headers)
                        .status
                } catch {
                    return 500
                }
            }
        )
    }

    /// Does what there is to do, as the service does, if the gateway is there.
    func work() async throws {
        guard isThere.withLock({ $0 }) else { return }
        while true {
            let claimed = try await store.claimWork(holder: .currentProcess(), limit: 10, now: now)
            guard !claimed.isEmpty else { return }
            for work in claimed {
                let run = LeasedRun(
                    work: work,
                    store: store,
                    link: try #require(links[work.device.id]),
                    configuration: Self.configuration,
                    logger: APIWorld.silent,
                    now: { self.now }
                )
                await run.perform()
            }
        }
    }

    /// Looks at everything on the routers.
    func look() async throws {
        for device in devices { try await store.lookSoon(at: device.id, now: now) }
        try await work()
    }

    /// What a plan for everything says of the first router, by code.
    func findings() async throws -> [String: PlanDocument.Note] {
        let push = SitePush(
            SyncContext(
                store: store,
                holder: .currentProcess(),
                configuration: Self.configuration,
                group: MultiThreadedEventLoopGroup.singleton,
                logger: APIWorld.silent,
                now: { self.now }
            )
        )
        let runs = try await push.perform(.plan(), at: site, within: .seconds(120)).runs
        let notes = try #require(runs.first { $0.device == device.id }?.plan).findings
        return Dictionary(notes.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Makes coupons.
    func coupons(_ count: Int, minutes: Int64 = 600) async throws -> [Coupon] {
        try await store.createCoupons(CouponOrder(instance: instance, count: count, minutesValid: minutes), now: now)
    }

    /// Lets time pass for everybody, a step at a time; the gateway works after each.
    func pass(_ duration: Duration, step: Duration = .seconds(60)) async throws {
        var left = duration
        while left > .zero {
            let next = min(left, step)
            world.clock.advance(by: next)
            for router in routers { try await router.advanceClock(by: next) }
            try await work()
            left -= next
        }
    }

    // MARK: - Guests

    func login(_ coupon: Coupon, phone: Int = 1, at place: Int = 0) async throws {
        try await routers[place].loginGuest(
            user: coupon.code,
            password: coupon.code,
            mac: ScriptBench.mac(phone),
            address: ScriptBench.address(phone)
        )
        try await routers[place].scriptsAnswered()
    }

    // MARK: - What came of it

    /// Coupons on a router, by code.
    func rows(at place: Int = 0) async throws -> [String: [String: String]] {
        let own = try await routers[place].rows(of: "/ip/hotspot/user").filter {
            $0["comment"]?.hasPrefix("gg1 ") == true
        }
        return Dictionary(own.map { ($0["name"] ?? "", $0) }, uniquingKeysWith: { $1 })
    }

    func active(at place: Int = 0) async throws -> [String] {
        try await routers[place].rows(of: "/ip/hotspot/active").compactMap { $0["user"] }.sorted()
    }

    func writes() async throws -> Int { try await router.activity().configurationWrites }

    /// The redemptions on record, by code.
    func redemptions() async throws -> [String: Coupon.Redemption] {
        let records = try await store.redemptions(at: site.id)
        #expect(Set(records.map(\.code)).count == records.count)
        return Dictionary(records.map { ($0.code, $0.redemption) }, uniquingKeysWith: { $1 })
    }

    /// How often a code's reports were taken for its redemption.
    func redeemings(_ code: String) async throws -> Int {
        try await store.reports(at: site.id).count {
            $0.report.user == code && ($0.meaning == .redeemed || $0.meaning == .late)
        }
    }

    func sessions(_ coupon: Coupon) async throws -> [GuestSession] {
        try await store.siteUser(coupon.code, at: site.id).sessions
    }

    /// Expects that no script failed since the router's last start.
    func expectNoErrors(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        var lines: [[String: String]] = []
        for router in routers { lines += try await router.rows(of: "/log") }
        lines.removeAll { $0["topics"]?.hasPrefix("script,error") != true }
        let errors = Set(lines.compactMap { $0["message"] })
        #expect(errors == [], sourceLocation: sourceLocation)
    }
}
