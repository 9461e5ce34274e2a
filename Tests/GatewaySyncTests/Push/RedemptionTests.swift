import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// Logins that happened while nobody listened are found at the next push.
@Suite struct RedemptionTests {
    @Test func `a guest who came and went while the gateway was away is found by the user's counters`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let coupon = try #require(try await gateway.coupons(1).first)
            _ = try await gateway.push(site)
            try await router.loginGuest(
                user: coupon.code,
                password: coupon.code,
                mac: "02:00:00:00:00:01",
                address: "10.5.50.21"
            )
            try await router.advanceClock(by: .seconds(600))
            try await router.logoutGuest(address: "10.5.50.21")
            // Else the router's log tells of it.
            try await router.reboot()

            _ = try await gateway.push(site)
            _ = try await gateway.push(site)

            let redemption = try #require(try await gateway.store.redemptions(at: site.id).first)
            #expect(redemption.code == coupon.code)
            #expect(redemption.redemption.macAddress == nil)
            let reports = try await gateway.store.reports(at: site.id)
            #expect(reports.map(\.report.source) == [.counters])
            #expect(reports.map(\.meaning) == [.redeemed])
            try gateway.close()
        }
    }

    @Test func `the first site owns a code that was used at two, and the second guest is put out`() async throws {
        try await SimulatedRouter.running { lobby in
            try await SimulatedRouter.running { beach in
                let gateway = try await TestGateway()
                let first = try await gateway.site("Lobby", lobby)
                let second = try await gateway.site("Beach", beach)
                let coupon = try #require(try await gateway.coupons(1).first)
                _ = try await gateway.push(first)
                _ = try await gateway.push(second)
                try await lobby.loginGuest(
                    user: coupon.code,
                    password: coupon.code,
                    mac: "02:00:00:00:00:01",
                    address: "10.5.50.21"
                )
                try await beach.loginGuest(
                    user: coupon.code,
                    password: coupon.code,
                    mac: "02:00:00:00:00:02",
                    address: "10.5.50.22"
                )

                _ = try await gateway.push(first)
                let run = try #require(try await gateway.push(second).first)

                #expect(run.outcome == .converged)
                #expect(try await gateway.store.redemptions(at: first.id).map(\.code) == [coupon.code])
                #expect(try await gateway.store.redemptions(at: second.id).isEmpty)
                #expect(
                    try await gateway.store.reports(at: second.id).map(\.meaning).sorted { $0.rawValue < $1.rawValue }
                        == [.conflict, .ended]
                )
                let id = gateway.store.gatewayID
                #expect(try await beach.codes(of: id).isEmpty)
                #expect(try await beach.rows(of: "/ip/hotspot/active").isEmpty)
                #expect(try await beach.rows(of: "/ip/hotspot/cookie").isEmpty)
                #expect(try await lobby.codes(of: id) == [coupon.code])
                #expect(try await lobby.rows(of: "/ip/hotspot/active").count == 1)
                try gateway.close()
            }
        }
    }

    @Test func `a used code is bound to the first device and goes when its session is over`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let coupon = try #require(try await gateway.coupons(1).first)
            _ = try await gateway.push(site)
            try await router.loginGuest(
                user: coupon.code,
                password: coupon.code,
                mac: "02:00:00:00:00:01",
                address: "10.5.50.21"
            )
            _ = try await gateway.push(site)
            let row = try #require(
                try await router.rows(of: "/ip/hotspot/user").first { $0["name"] == coupon.code }
            )
            #expect(row["mac-address"] == "02:00:00:00:00:01")

            gateway.advance(by: .seconds(43_200 + 5))
            _ = try await gateway.push(site)

            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)
            #expect(try await router.rows(of: "/ip/hotspot/active").isEmpty)
            try gateway.close()
        }
    }

    @Test func `what the router's script wrote into a comment survives every change of ours`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let coupon = try #require(try await gateway.coupons(1).first)
            _ = try await gateway.push(site)
            let row = try #require(
                try await router.rows(of: "/ip/hotspot/user").first { $0["name"] == coupon.code }
            )
            gateway.advance(by: .seconds(120))
            try await router.advanceClock(by: .seconds(120))
            let login = gateway.now().seconds - 60
            let comment = try #require(row["comment"]) + " r=\(login) m=02:00:00:00:00:09"
            try await router.edit("/ip/hotspot/user/set", [".id": coupon.code, "comment": comment])
            var instance = gateway.instance
            instance.sessionSeconds = 7200
            try await gateway.store.updateInstance(instance)

            _ = try await gateway.push(site)

            let redemption = try #require(try await gateway.store.redemptions(at: site.id).first)
            #expect(redemption.redemption.at == Timestamp(seconds: login))
            #expect(redemption.redemption.macAddress == "02:00:00:00:00:09")
            let after = try #require(
                try await router.rows(of: "/ip/hotspot/user").first { $0["name"] == coupon.code }
            )
            #expect(after["comment"]?.hasSuffix("r=\(login) m=02:00:00:00:00:09") == true)
            try gateway.close()
        }
    }

    @Test func `a coupon that is revoked stops working and its guest is put out`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let coupon = try #require(try await gateway.coupons(1).first)
            _ = try await gateway.push(site)
            try await router.loginGuest(
                user: coupon.code,
                password: coupon.code,
                mac: "02:00:00:00:00:01",
                address: "10.5.50.21"
            )
            _ = try await gateway.store.revokeCoupon(coupon.code, now: gateway.now())

            let run = try #require(try await gateway.push(site).first)

            #expect(run.outcome == .converged)
            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)
            #expect(try await router.rows(of: "/ip/hotspot/active").isEmpty)
            #expect(try await gateway.store.redemptions(at: site.id).map(\.code) == [coupon.code])
            try gateway.close()
        }
    }
}
