import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// What an instance pushed leaves the routers when it no longer serves their site, without anybody having to confirm it.
@Suite struct EndedServiceTests {
    /// More rows than a plan may remove for no known reason, and all that there are.
    private static let couponCount = 30

    private static func populated(_ router: SimulatedRouter) async throws -> (TestGateway, Site, [String]) {
        let gateway = try await TestGateway()
        let site = try await gateway.site("Lobby", router)
        let codes = try await gateway.coupons(couponCount).map(\.code)
        let user = HotspotUser(
            id: gateway.store.newID(),
            site: site.id,
            instance: gateway.instance.id,
            name: "till",
            password: Secret("tide"),
            createdAt: gateway.now()
        )
        try await gateway.store.addHotspotUser(user)
        #expect(try await gateway.push(site).map(\.outcome) == [.converged])
        #expect(try await router.codes(of: gateway.store.gatewayID) == (codes + ["till"]).sorted())
        return (gateway, site, codes)
    }

    private static func profiles(_ router: SimulatedRouter) async throws -> [String] {
        try await router.rows(of: "/ip/hotspot/user/profile").compactMap { $0["name"] }.filter { $0.hasPrefix("gg-") }
    }

    @Test func `an instance leaves a site, and comes back with all that it had`() async throws {
        try await SimulatedRouter.running { router in
            let (gateway, site, codes) = try await Self.populated(router)
            try await gateway.store.updateInstance(gateway.instance.id, places: [], now: gateway.now()) { _ in }
            let run = try #require(try await gateway.push(site).first)
            #expect(run.outcome == .converged)
            #expect(run.plan?.refusal == nil)
            #expect(run.plan?.counts.removed == Self.couponCount + 2)
            #expect(Set(run.plan?.lines.filter { $0.kind == "user" }.map(\.detail) ?? []) == ["(not served here)"])
            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)
            #expect(try await Self.profiles(router).isEmpty)

            try await gateway.store.updateServices(of: site, now: gateway.now())
            #expect(try await gateway.push(site).map(\.outcome) == [.converged])
            #expect(try await router.codes(of: gateway.store.gatewayID) == (codes + ["till"]).sorted())
            #expect(try await Self.profiles(router).count == 1)
            try gateway.close()
        }
    }

    @Test func `an instance that is removed leaves the routers empty, and a redemption stays on record`() async throws {
        try await SimulatedRouter.running { router in
            let (gateway, site, codes) = try await Self.populated(router)
            try await gateway.store.removeInstance(gateway.instance.id, now: gateway.now())
            let run = try #require(try await gateway.push(site).first)
            #expect(run.outcome == .converged)
            #expect(run.plan?.refusal == nil)
            let reasons = Dictionary(
                (run.plan?.lines ?? []).map { ($0.name, $0.detail) },
                uniquingKeysWith: { first, _ in first }
            )
            #expect(reasons[codes[0]] == "(revoked)")
            #expect(reasons["till"] == "(deleted)")
            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)
            #expect(try await Self.profiles(router).isEmpty)
            try gateway.close()
        }
    }

    @Test func `what nobody can explain is held back at a site that no instance serves`() async throws {
        try await SimulatedRouter.running { router in
            let (gateway, site, codes) = try await Self.populated(router)
            // As after an old backup of the database: rows of ours that it knows nothing of.
            try await router.addUnknownRows(12, of: gateway.store.gatewayID)
            try await gateway.store.updateInstance(gateway.instance.id, places: [], now: gateway.now()) { _ in }
            let run = try #require(try await gateway.push(site).first)
            #expect(run.outcome == .refused)
            #expect(try await router.codes(of: gateway.store.gatewayID).count == codes.count + 13)
            try gateway.close()
        }
    }
}
