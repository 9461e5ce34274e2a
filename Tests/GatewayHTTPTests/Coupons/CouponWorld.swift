import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

/// An API with an instance, a site that it serves and one that it does not.
struct CouponWorld: Sendable {
    let api: APIWorld
    let instance: Instance
    let site: Site
    let strangeSite: Site

    /// The path of the instance's coupons.
    var path: String { Self.path(of: instance) }

    static func path(of instance: Instance) -> String { "/captive/instances/\(instance.id)/coupons" }

    static func serving(_ body: @Sendable (CouponWorld) async throws -> Void) async throws {
        try await APIWorld.serving { api in
            let instance = Instance(id: api.store.newID(), name: "Lobby", createdAt: api.clock.now)
            try await api.store.createInstance(instance)
            let site = Site(
                id: api.store.newID(),
                name: "Harbour",
                services: [Site.Service(instance: instance.id, subnets: [])],
                createdAt: api.clock.now
            )
            let strange = Site(id: api.store.newID(), name: "Museum", services: [], createdAt: api.clock.now)
            try await api.store.createSite(site)
            try await api.store.createSite(strange)
            try await body(CouponWorld(api: api, instance: instance, site: site, strangeSite: strange))
        }
    }

    /// Makes coupons over the API.
    func make(_ count: Int64, _ more: JSON = [:]) async throws -> [JSON] {
        let order: JSON = ["minutes_valid": .integer(600), "count": .integer(count)]
        let answer = try await api.call(.post, path, order.with(more))
        try #require(answer.status == 201, "\(answer.text)")
        return try #require(answer.json).elements
    }

    /// Another instance, with a coupon of its own.
    func stranger() async throws -> (Instance, Coupon) {
        let other = Instance(id: api.store.newID(), name: "Staff", createdAt: api.clock.now)
        try await api.store.createInstance(other)
        let order = CouponOrder(instance: other, count: 1, minutesValid: 60)
        return (other, try #require(try await api.store.createCoupons(order, now: api.clock.now).first))
    }

    /// Reports the login of a guest, which redeems a coupon.
    func redeem(_ coupon: JSON) async throws {
        var report = RedemptionReport(
            source: .activeList,
            device: api.store.newID(),
            site: site.id,
            user: try #require(coupon["code"]?.stringValue),
            observedAt: api.clock.now
        )
        report.loginAt = api.clock.now
        _ = try await api.store.record([report], now: api.clock.now)
    }
}

extension JSON {
    /// The ids of an array's elements.
    var ids: [String] { elements.compactMap { $0["id"]?.stringValue } }
}
