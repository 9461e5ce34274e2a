import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// What the gateway wrote down on a router is the only witness of a redemption that a restored backup knows nothing of.
@Suite struct RestatedMarkTests {
    private static let mac = "02:00:00:00:00:01"

    /// A site whose router has a row as the gateway adds it after a login, of a coupon that is unused on record.
    private func run(
        subject: @Sendable (Coupon) -> String,
        _ body: @Sendable (TestGateway, Site, SimulatedRouter, Coupon) async throws -> Void
    ) async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.clockSpeed = 0
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            gateway.stopClock()
            try await router.setClock(epochSeconds: gateway.now().seconds)
            let site = try await gateway.site("Lobby", router)
            let coupon = try #require(try await gateway.coupons(1).first)
            _ = try await gateway.push(site)
            // No login is older than its coupon.
            gateway.advance(by: .seconds(1200))
            try await router.advanceClock(by: .seconds(1200))
            let written = [
                "gg1 \(gateway.store.gatewayID) coupon \(subject(coupon)) x=\(coupon.expiresAt.seconds) t=43200",
                "r=\(gateway.now().seconds - 600) m=\(Self.mac) c=1 l=42000 floor 3",
            ]
            try await router.edit(
                "/ip/hotspot/user/set",
                ["numbers": coupon.code, "comment": written.joined(separator: " ")]
            )
            try await body(gateway, site, router, coupon)
            try gateway.close()
        }
    }

    @Test func `a login that only the gateway's own mark tells of is recorded, once`() async throws {
        try await run(subject: \.id.rawValue) { gateway, site, _, coupon in
            _ = try await gateway.push(site)
            let redemption = try #require(try await gateway.store.redemptions(at: site.id).first)
            #expect(redemption.code == coupon.code)
            #expect(redemption.redemption.at.seconds == gateway.now().seconds - 600)
            #expect(redemption.redemption.macAddress == Self.mac)
            for _ in 0..<2 { _ = try await gateway.push(site) }
            #expect(try await gateway.store.reports(at: site.id).map(\.meaning) == [.redeemed])
        }
    }

    @Test func `one of another coupon, which had the code before, tells nothing of this one`() async throws {
        try await run(subject: { _ in "00000000-0000-4000-8000-000000000000" }) { gateway, site, router, coupon in
            _ = try await gateway.push(site)
            #expect(try await gateway.store.redemptions(at: site.id).isEmpty)
            #expect(try await gateway.store.reports(at: site.id).isEmpty)
            let row = try await router.rows(of: "/ip/hotspot/user").first { $0["name"] == coupon.code }
            let mark = try #require(OwnershipMark(comment: row?["comment"] ?? ""))
            #expect(mark.subject == coupon.id.rawValue && mark.carriedOver == ["floor", "3"])
        }
    }
}
