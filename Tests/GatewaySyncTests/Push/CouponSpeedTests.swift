import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// A coupon with a speed of its own on a router, where only profiles have a rate limit.
@Suite struct CouponSpeedTests {
    private static let menu = "/ip/hotspot/user/profile"

    @Test func `a coupon's own speed reaches the router as a profile of its own, and goes with it`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway { $0.rateLimit = "1M/2M" }
            let site = try await gateway.site("Lobby", router)
            let plain = try #require(try await gateway.coupons(1).first)
            let fast = try #require(try await gateway.coupons(1, rateLimit: "5M/20M").first)

            #expect(try await gateway.push(site).first?.outcome == .converged)

            #expect(try await router.rateLimit(of: plain) == "1M/2M")
            #expect(try await router.rateLimit(of: fast) == "5M/20M")
            let rows = try await router.profiles(of: gateway.store.gatewayID)
            var differing = try #require(rows.first { $0["rate-limit"] == "5M/20M" })
            let own = try #require(rows.first { $0["rate-limit"] == "1M/2M" })
            for key in [".id", "name", "rate-limit"] { differing[key] = own[key] }
            #expect(rows.count == 2)
            #expect(differing == own)

            try await gateway.store.revokeCoupon(fast.code, now: gateway.now())
            #expect(try await gateway.push(site).first?.outcome == .converged)
            #expect(try await router.codes(of: gateway.store.gatewayID) == [plain.code])
            #expect(try await router.profiles(of: gateway.store.gatewayID) == [own])
            try gateway.close()
        }
    }

    @Test func `a comparison of names brings the profile that the router does not have yet, once`() async throws {
        try await withLink { gateway, router, device, link in
            _ = try await gateway.run(device, scope: .everything, over: link)
            for _ in 1...2 {
                let fast = try #require(try await gateway.coupons(1, rateLimit: "5M/20M").first)
                let result = try await gateway.run(device, scope: .names([fast.code]), over: link)
                #expect(result.outcome == .converged)
                #expect(result.scope == .names([fast.code]))
                #expect(try await router.rateLimit(of: fast) == "5M/20M")
            }
            #expect(try await router.activity().commands["\(Self.menu)/add"] == 2)
            // The counts of the cheap look are those that the gateway expects after its own work.
            #expect(try await gateway.run(device, scope: nil, over: link).outcome == .unchanged)
            #expect(try await link.memory?.profiles.count == router.rows(of: Self.menu).count)
        }
    }

    @Test func `a profile that was removed behind our back comes again`() async throws {
        try await withLink { gateway, router, device, link in
            _ = try await gateway.coupons(1, rateLimit: "5M/20M")
            _ = try await gateway.run(device, scope: .everything, over: link)
            for row in try await router.profiles(of: gateway.store.gatewayID) where row["rate-limit"] == "5M/20M" {
                try await router.edit("\(Self.menu)/remove", [".id": row[".id"] ?? ""])
            }
            let second = try #require(try await gateway.coupons(1, rateLimit: "5M/20M").first)
            // The memory says that the profile is there; the router does not take the user, so everything is read again.
            let result = try await gateway.run(device, scope: .names([second.code]), over: link)
            #expect(result.outcome == .converged)
            #expect(result.scope == .everything)
            #expect(try await router.rateLimit(of: second) == "5M/20M")
        }
    }

    private func withLink(
        _ body: @Sendable (TestGateway, SimulatedRouter, Device, DeviceLink) async throws -> Void
    ) async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let device = try #require(try await gateway.store.devices(at: site.id).first)
            let link = DeviceLink(
                group: gateway.group,
                configuration: gateway.configuration,
                logger: .silent,
                opened: { _, _ in }
            )
            try await body(gateway, router, device, link)
            await link.close()
            try gateway.close()
        }
    }
}

extension TestGateway {
    /// Makes coupons with a speed of their own.
    fileprivate func coupons(_ count: Int, rateLimit: String) async throws -> [Coupon] {
        var order = CouponOrder(instance: instance, count: count, minutesValid: 600)
        order.rateLimit = rateLimit
        return try await store.createCoupons(order, now: now())
    }
}

extension SimulatedRouter {
    fileprivate func profiles(of gateway: GatewayID) async throws -> [[String: String]] {
        try await rows(of: "/ip/hotspot/user/profile")
            .filter { ($0["name"] ?? "").hasPrefix(DesiredProfile.namePrefix(of: gateway)) }
    }

    /// The rate limit that the router applies to a guest who logs in with a coupon.
    fileprivate func rateLimit(of coupon: Coupon) async throws -> String? {
        let user = try #require(try await rows(of: "/ip/hotspot/user").first { $0["name"] == coupon.code })
        return try await rows(of: "/ip/hotspot/user/profile").first { $0["name"] == user["profile"] }?["rate-limit"]
    }
}
