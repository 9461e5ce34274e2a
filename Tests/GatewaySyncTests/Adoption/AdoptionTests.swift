import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// Vouchers of another tool on a simulated router become the gateway's.
@Suite struct AdoptionTests {
    static var configuration: SimulatedRouterConfiguration {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.clockSpeed = 0
        configuration.timeZone = ("Asia/Jakarta", 25_200)
        return configuration
    }

    func plan(_ gateway: TestGateway, _ site: Site) async throws -> AdoptionPlan {
        var surveys: [AdoptionSurvey] = []
        for device in try await gateway.store.devices(at: site.id) {
            surveys.append(
                try await AdoptionReading.survey(
                    device,
                    password: try await gateway.store.password(of: device.id),
                    configuration: gateway.configuration,
                    group: gateway.group,
                    logger: .silent,
                    now: gateway.now
                )
            )
        }
        let names = surveys.flatMap(\.users).reduce(into: Set<String>()) {
            $0.formUnion(AdoptionRules.reservedNames(for: $1.name))
        }
        return AdoptionRules(
            instance: gateway.instance,
            site: site,
            gateway: gateway.store.gatewayID,
            order: AdoptionOrder(),
            taken: try await gateway.store.takenNames(names, at: site.id),
            now: gateway.now()
        ).plan(surveys)
    }

    func add(_ router: SimulatedRouter, _ name: String, _ values: [String: String]) async throws {
        try await router.edit("/ip/hotspot/user/add", ["name": name, "password": name].merging(values) { $1 })
    }

    private func coupon(_ code: String, of gateway: TestGateway) async throws -> Coupon {
        let all = try await gateway.store.coupons(of: gateway.instance.id, now: gateway.now())
        return try #require(all.first { $0.code == code })
    }

    func row(_ name: String, on router: SimulatedRouter) async throws -> [String: String] {
        try #require(try await router.rows(of: "/ip/hotspot/user").first { $0["name"] == name })
    }

    /// A profile as Mikhmon makes it, and vouchers: unused, in use, online and over.
    private func sell(_ router: SimulatedRouter, now: Timestamp) async throws {
        try await router.setClock(epochSeconds: now.seconds)
        // The one that `/ip hotspot setup` makes has no limit, and would become an account.
        try await router.edit("/ip/hotspot/user/remove", [".id": "admin"])
        try await router.edit(
            "/ip/hotspot/user/profile/add",
            ["name": "1day", "rate-limit": "512k/2M", "on-login": ":put (\",rem,5000,1d,7000,,Disable,\")"]
        )
        let local = (now + .seconds(25_200 + 20 * 3600)).description
        let end = "\(local.prefix(10)) \(local.dropFirst(11).prefix(8))"
        try await add(router, "5ab2c34d", ["profile": "1day", "comment": "vc-482-11.20.26-lobby"])
        try await add(router, "in4use", ["limit-uptime": "2h", "comment": "up-101-11.20.26-"])
        try await add(router, "0nline", ["profile": "1day", "comment": end])
        try await add(router, "0ver55", ["profile": "1day", "comment": "2020-11-20 10:00:00"])
        try await add(router, "NOTICE", ["limit-uptime": "1s", "comment": "2020-11-20 10:00:00"])
        try await router.loginGuest(user: "in4use", password: "in4use", mac: "02:00:00:00:00:01", address: "10.5.50.21")
        try await router.advanceClock(by: .seconds(1800))
        try await router.logoutGuest(address: "10.5.50.21")
        try await router.loginGuest(user: "0nline", password: "0nline", mac: "02:00:00:00:00:02", address: "10.5.50.22")
    }

    @Test func `an ordinary push finishes what was taken over, without putting anybody out`() async throws {
        try await SimulatedRouter.running(Self.configuration) { router in
            let gateway = try await TestGateway()
            gateway.stopClock()
            let site = try await gateway.site("Lobby", router)
            try await sell(router, now: gateway.now())
            gateway.advance(by: .seconds(1800))
            let before = try await router.activity().configurationWrites
            let plan = try await plan(gateway, site)
            #expect(plan.coupons.map(\.item.name) == ["0nline", "5ab2c34d", "in4use"])
            #expect(try await router.activity().configurationWrites == before)

            #expect(try await gateway.store.adopt(plan, now: gateway.now()) == ["0nline", "5ab2c34d", "in4use"])
            // As after a crash: nothing but the store was written. Whoever compares next finishes it.
            #expect(try await self.plan(gateway, site).items.count { $0.outcome == .unfinished } == 3)
            let run = try #require(try await gateway.push(site).first)

            #expect(run.outcome == .converged)
            #expect(run.plan?.lines.contains { $0.kind == "user" && $0.sign != "~" } == false)
            let id = gateway.store.gatewayID
            #expect(try await router.codes(of: id) == ["0nline", "5ab2c34d", "in4use"])
            let used = try await row("in4use", on: router)
            #expect(used["uptime"] == "30m")
            #expect(used["limit-uptime"] == "2h")
            #expect(used["password"] == "in4use")
            #expect(used["comment"]?.hasSuffix("up-101-11.20.26-") == true)
            #expect(try await row("5ab2c34d", on: router)["limit-uptime"] == "1d")
            #expect(try await router.rows(of: "/ip/hotspot/active").map { $0["user"] } == ["0nline"])
            #expect(try await row("0ver55", on: router)["comment"] == "2020-11-20 10:00:00")
            #expect(try await gateway.push(site).map(\.outcome) == [.unchanged])
            try await self.expectRecord(gateway, site)
            try gateway.close()
        }
    }

    /// The portal knows which were redeemed, and until when.
    private func expectRecord(_ gateway: TestGateway, _ site: Site) async throws {
        let redemptions = try await gateway.store.redemptions(at: site.id)
        let ends = Dictionary(uniqueKeysWithValues: redemptions.map { ($0.code, $0.redemption.endsAt) })
        #expect(Set(ends.keys) == ["0NLINE", "IN4USE"])
        let now = gateway.now()
        #expect(try #require(ends["IN4USE"]) == now + .seconds(5400))
        // The date was that of a clock which has gone on since: 20 hours, less the half hour that passed.
        let left = try #require(ends["0NLINE"]) - now
        #expect(left > .seconds(20 * 3600 - 1805) && left < .seconds(20 * 3600 - 1795))
        let unused = try await coupon("5AB2C34D", of: gateway)
        #expect(unused.redemption == nil)
        #expect(unused.sites == [site.id])
    }

    @Test func `a voucher that is spelt in lower case is redeemed for its own time and goes when that is over`()
        async throws
    {
        try await SimulatedRouter.running(Self.configuration) { router in
            let gateway = try await TestGateway()
            gateway.stopClock()
            let site = try await gateway.site("Lobby", router)
            try await sell(router, now: gateway.now())
            _ = try await gateway.store.adopt(try await plan(gateway, site), now: gateway.now())
            _ = try await gateway.push(site)
            try await router.loginGuest(
                user: "5ab2c34d",
                password: "5ab2c34d",
                mac: "02:00:00:00:00:07",
                address: "10.5.50.27"
            )
            _ = try await gateway.push(site)

            let redeemed = try #require(try await coupon("5AB2C34D", of: gateway).redemption)
            #expect(redeemed.sessionSeconds == 86_400)
            #expect(redeemed.macAddress == "02:00:00:00:00:07")

            gateway.advance(by: .seconds(86_400 + 5))
            _ = try await gateway.push(site)
            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)
            #expect(try await router.rows(of: "/ip/hotspot/active").isEmpty)
            try gateway.close()
        }
    }

    @Test func `a revoked voucher is gone from the router under the name that it had there`() async throws {
        try await SimulatedRouter.running(Self.configuration) { router in
            let gateway = try await TestGateway()
            gateway.stopClock()
            let site = try await gateway.site("Lobby", router)
            try await sell(router, now: gateway.now())
            _ = try await gateway.store.adopt(try await plan(gateway, site), now: gateway.now())
            _ = try await gateway.push(site)
            _ = try await gateway.store.revokeCoupon("5ab2c34d", now: gateway.now())
            _ = try await gateway.push(site)
            #expect(try await !router.codes(of: gateway.store.gatewayID).contains("5ab2c34d"))
            try gateway.close()
        }
    }
}
