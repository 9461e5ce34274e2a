import GatewayDomain
import GatewayStore
import HTTPTypes
import Logging
import NIOCore
import Testing

@testable import GatewayHTTP

/// Two sites with a router each that reports, and the coupons of an instance that serves both.
struct RouterWorld: Sendable {
    static let path = "/routeros/events"

    /// One router and what it knows.
    struct Router: Sendable {
        let site: Site
        let device: Device
        let token: Secret
        var header: String { "Bearer \(token.revealed)" }
    }

    let world: APIWorld
    let instance: Instance
    let harbour: Router
    let museum: Router

    var store: Store { world.store }

    static func serving(
        limits: RequestLimits = RequestLimits(),
        rateLimits: RateLimits = RateLimits(),
        logger: Logger = LogLines().logger,
        clockAhead: Duration = .zero,
        _ body: @Sendable (RouterWorld) async throws -> Void
    ) async throws {
        try await APIWorld.serving(
            limits: limits,
            rateLimits: rateLimits,
            realTokens: true,
            logger: logger,
            clockAhead: clockAhead
        ) { world in
            let instance = try await world.newInstance()
            let routers = try await [("Harbour", "192.0.2.1"), ("Museum", "192.0.2.2")].asyncMap {
                try await router($0.0, $0.1, instance, world)
            }
            try await body(
                RouterWorld(world: world, instance: instance, harbour: routers[0], museum: routers[1])
            )
        }
    }

    private static func router(
        _ name: String,
        _ host: String,
        _ instance: Instance,
        _ world: APIWorld
    ) async throws -> Router {
        let site = Site(
            id: world.store.newID(),
            name: name,
            services: [.init(instance: instance.id, subnets: [])],
            createdAt: world.clock.now
        )
        try await world.store.createSite(site)
        let device = Device(
            id: world.store.newID(),
            site: site.id,
            host: host,
            port: 8729,
            user: "gate",
            trust: .anonymous,
            createdAt: world.clock.now
        )
        try await world.store.addDevice(device, password: Secret("open sesame"))
        let (_, token) = try await world.store.createDeviceToken(for: device.id, now: world.clock.now)
        return Router(site: site, device: device, token: token)
    }

    /// Codes that are valid for ten hours.
    func codes(_ count: Int) async throws -> [String] {
        let order = CouponOrder(instance: instance, count: count, minutesValid: 600)
        return try await store.createCoupons(order, now: world.clock.now).map(\.code)
    }

    /// Sends what `/tool fetch` sends.
    func fetch(_ router: Router, _ body: String) async throws -> APIAnswer {
        try await send(router, bytes: Array(body.utf8), type: "application/x-www-form-urlencoded")
    }

    func send(_ router: Router, bytes: [UInt8], type: String) async throws -> APIAnswer {
        var headers: HTTPFields = [.contentType: type, .userAgent: "RouterOS 7.16.1"]
        headers[.authorization] = router.header
        return try await world.call(.post, Self.path, raw: bytes, headers: headers)
    }

    /// Sends JSON.
    func send(_ router: Router, _ body: JSON) async throws -> APIAnswer {
        try await world.call(.post, Self.path, body, authorization: router.header)
    }

    /// The reports from a router's site, oldest first.
    func reports(_ router: Router) async throws -> [RecordedReport] {
        try await store.reports(at: router.site.id).sorted { $0.recordedAt < $1.recordedAt }
    }
}

extension APIAnswer {
    /// What became of each event: its meaning, with `+` when it is new, or `error`.
    var outcomes: [String] {
        (json?["events"]?.elements ?? []).map { event in
            guard let meaning = event["meaning"]?.stringValue else { return "error" }
            return meaning + (event["new"] == true ? "+" : "")
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ map: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await map(element)) }
        return values
    }
}
