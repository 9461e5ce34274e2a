import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

@Suite struct SitePushTests {
    @Test func `a push brings coupons, their profile and the walled garden onto the router`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let coupons = try await gateway.coupons(20)
            try await gateway.store.garden(at: site, ["intranet.example", "10.0.0.0/8"], now: gateway.now())

            let run = try #require(try await gateway.push(site).first)

            #expect(run.outcome == .converged)
            #expect(run.failure == nil)
            #expect(run.plan?.counts.added == 20 + 1 + 2)
            let rows = try await router.rows(of: "/ip/hotspot/user")
            #expect(try await router.codes(of: gateway.store.gatewayID) == coupons.map(\.code).sorted())
            let row = try #require(rows.first { $0["name"] == coupons[0].code })
            let profile = DesiredProfile.name(gateway: gateway.store.gatewayID, instance: gateway.instance.id)
            #expect(row["profile"] == profile)
            #expect(row["server"] == "hotspot1")
            #expect(row["limit-uptime"] == "12h")
            let profiles = try await router.rows(of: "/ip/hotspot/user/profile")
            #expect(profiles.first { $0["name"] == profile }?["session-timeout"] == "12h")
            let garden = try await router.rows(of: "/ip/hotspot/walled-garden/ip")
            #expect(garden.compactMap { $0["dst-host"] ?? $0["dst-address"] } == ["intranet.example", "10.0.0.0/8"])
            try gateway.close()
        }
    }

    @Test func `a second push of the same writes nothing and logs in no second time`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            _ = try await gateway.coupons(5)
            _ = try await gateway.push(site)
            let before = try await router.activity()

            let run = try #require(try await gateway.push(site).first)

            let after = try await router.activity()
            #expect(run.outcome == .unchanged)
            #expect(after.configurationWrites == before.configurationWrites)
            #expect(
                after.commands.filter { $0.key.hasSuffix("/add") }
                    == before.commands.filter { $0.key.hasSuffix("/add") }
            )
            try gateway.close()
        }
    }

    @Test func `a plan shows what a push would do and does nothing`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            _ = try await gateway.coupons(3)
            let writes = try await router.activity().configurationWrites

            let run = try #require(try await gateway.push(site, .plan()).first)

            #expect(run.outcome == .planned)
            #expect(run.plan?.counts.added == 4)
            #expect(try await router.activity().configurationWrites == writes)
            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)
            try gateway.close()
        }
    }

    @Test func `a plan does nothing to a router that is done either, while it waits for a slow one`() async throws {
        try await SimulatedRouter.running { router in
            var configuration = SimulatedRouterConfiguration.shared
            configuration.latency = .milliseconds(150)
            try await SimulatedRouter.running(configuration) { slow in
                let gateway = try await TestGateway()
                let site = try await gateway.site("Lobby", router, slow)
                _ = try await gateway.coupons(3)
                let writes = try await router.activity().configurationWrites

                let runs = try await gateway.push(site, .plan())

                #expect(runs.map(\.outcome) == [.planned, .planned])
                #expect(try await router.activity().configurationWrites == writes)
                #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)
                try gateway.close()
            }
        }
    }

    @Test func `foreign rows stay as they are, and one in the way is a conflict until it is adopted`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let coupon = try #require(try await gateway.coupons(1).first)
            try await router.edit("/ip/hotspot/user/add", ["name": coupon.code, "password": "x", "comment": "till 3"])
            try await router.edit("/ip/hotspot/user/add", ["name": "resident", "password": "y", "comment": "room 12"])
            let foreign = try await router.rows(of: "/ip/hotspot/user")

            let first = try #require(try await gateway.push(site).first)

            #expect(first.plan?.counts.conflicts == 1)
            #expect(try await router.rows(of: "/ip/hotspot/user") == foreign)

            let second = try #require(
                try await gateway.push(site, .push(adopting: [coupon.code])).first
            )
            #expect(second.outcome == .converged)
            let rows = try await router.rows(of: "/ip/hotspot/user")
            #expect(rows.first { $0["name"] == "resident" } == foreign.first { $0["name"] == "resident" })
            #expect(try await router.codes(of: gateway.store.gatewayID) == [coupon.code])
            try gateway.close()
        }
    }

    @Test func `a site with two routers has both pushed, and a dead one does not delay the other`() async throws {
        try await SimulatedRouter.running { router in
            try await SimulatedRouter.running(.alone(at: "127.0.1.5")) { dead in
                let gateway = try await TestGateway()
                let site = try await gateway.site("Lobby", router, dead)
                try await dead.powerOff()
                let coupons = try await gateway.coupons(4)

                let runs = try await gateway.push(site)

                let devices = try await gateway.store.devices(at: site.id)
                let broken = try #require(devices.first { $0.port == dead.port })
                #expect(runs.count == 2)
                #expect(runs.first { $0.device == broken.id }?.outcome == .failed)
                #expect(runs.first { $0.device == broken.id }?.failure?.contains("no connection to 127.0.1.5") == true)
                #expect(runs.first { $0.device != broken.id }?.outcome == .converged)
                #expect(try await router.codes(of: gateway.store.gatewayID) == coupons.map(\.code).sorted())
                try gateway.close()
            }
        }
    }

    @Test func `a site without devices is an error that names the remedy`() async throws {
        let gateway = try await TestGateway()
        let site = try await gateway.site("Empty")
        await #expect {
            _ = try await gateway.push(site)
        } throws: { error in
            "\(error)".contains("the site Empty has no devices") && "\(error)".contains("device bootstrap")
        }
        try gateway.close()
    }

    @Test func `an expired coupon goes, one that a guest just used stays`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let coupons = try await gateway.coupons(2, minutes: 10)
            _ = try await gateway.push(site)
            try await router.loginGuest(
                user: coupons[0].code,
                password: coupons[0].code,
                mac: "02:00:00:00:00:01",
                address: "10.5.50.21"
            )
            gateway.advance(by: .seconds(601))

            let run = try #require(try await gateway.push(site).first)

            #expect(run.outcome == .converged)
            #expect(try await router.codes(of: gateway.store.gatewayID) == [coupons[0].code])
            #expect(try await router.rows(of: "/ip/hotspot/active").count == 1)
            let redemptions = try await gateway.store.redemptions(at: site.id)
            #expect(redemptions.map(\.code) == [coupons[0].code])
            #expect(redemptions.first?.redemption.macAddress == "02:00:00:00:00:01")
            try gateway.close()
        }
    }
}
