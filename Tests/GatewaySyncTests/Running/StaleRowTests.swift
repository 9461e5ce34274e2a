import GatewayDomain
import GatewayStore
import RouterOSAPI
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// What happens on a router between the reading and the writing: ids change hands, guests log in.
@Suite struct StaleRowTests {
    @Test func `a row that took over the id of a garden row of ours is neither changed nor removed`() async throws {
        try await withSite { gateway, router, bench in
            try await gateway.store.garden(at: bench.site, ["a.example", "b.example"], now: gateway.now())
            _ = try await gateway.run(bench.device, scope: .everything, over: bench.link)
            for entry in try await gateway.store.walledGarden(at: bench.site.id) {
                try await gateway.store.removeWalledGardenEntry(
                    entry.id.rawValue,
                    at: bench.site.id,
                    now: gateway.now()
                )
            }
            var applier = try await bench.applier()
            let menu = "/ip/hotspot/walled-garden/ip"
            let ours = try #require(try await router.rows(of: menu).first { $0["dst-host"] == "a.example" }?[".id"])
            try await router.edit("\(menu)/remove", [".id": ours])
            let foreign = try await router.edit("\(menu)/add", ["dst-host": "theirs.example", "action": "accept"])
            #expect(foreign == ours, "the router gives the id to the next row")

            for stage in applier.plan.stages { try await applier.apply(stage) }

            #expect(try await router.rows(of: menu).compactMap { $0["dst-host"] } == ["theirs.example"])
        }
    }

    @Test func `a user that took over the id of one of ours is not changed`() async throws {
        try await withSite { gateway, router, bench in
            let coupon = try #require(try await gateway.coupons(1).first)
            _ = try await gateway.run(bench.device, scope: .everything, over: bench.link)
            try await router.edit("/ip/hotspot/user/set", [".id": coupon.code, "limit-uptime": "1h"])
            var applier = try await bench.applier()
            let rows = try await router.rows(of: "/ip/hotspot/user")
            let ours = try #require(rows.first { $0["name"] == coupon.code }?[".id"])
            try await router.edit("/ip/hotspot/user/remove", [".id": ours])
            let foreign = try await router.edit(
                "/ip/hotspot/user/add",
                ["name": "resident", "password": "y", "limit-uptime": "1h"]
            )
            #expect(foreign == ours, "the router gives the id to the next row")

            for stage in applier.plan.stages { try await applier.apply(stage) }

            let row = try await router.rows(of: "/ip/hotspot/user").first { $0["name"] == "resident" }
            #expect(row?["limit-uptime"] == "1h")
        }
    }

    /// Somebody puts a script of theirs in the place of ours, with its id and its name.
    private func replace(_ name: String, on router: SimulatedRouter, menu: String) async throws {
        let ours = try #require(try await router.rows(of: menu).first { $0["name"] == name }?[".id"])
        try await router.edit("\(menu)/remove", [".id": ours])
        let text = menu == "/system/script" ? "source" : "on-event"
        let theirs = try await router.edit("\(menu)/add", ["name": name, text: ":put 1", "comment": "theirs"])
        #expect(theirs == ours, "the router gives the id to the next row")
    }

    @Test(arguments: ScriptMenu.allCases)
    func `a script with the id and name of one of ours is neither changed nor removed`(menu: ScriptMenu) async throws {
        try await withSite(scripts: true) { gateway, router, bench in
            _ = try await gateway.run(bench.device, scope: .everything, over: bench.link)
            let name = DesiredScript.name(.sweep, gateway: gateway.store.gatewayID)
            let path = ScriptReading.menu(menu)
            let property = menu == .script ? "policy" : "interval"
            try await router.edit("\(path)/set", ["numbers": name, property: menu == .script ? "read" : "1d"])
            var setting = try await bench.applier()
            try await gateway.store.updateSite(bench.site.id, now: gateway.now()) { $0.hasScripts = false }
            var removing = try await bench.applier()
            try await self.replace(name, on: router, menu: path)
            let before = try await router.rows(of: path).first { $0["name"] == name }

            for stage in setting.plan.stages { try await setting.apply(stage) }
            for stage in removing.plan.stages { try await removing.apply(stage) }

            #expect(try await router.rows(of: path).first { $0["name"] == name } == before)
        }
    }

    @Test func `a guest who logs in right before an expired code is removed stays, and the login is recorded`()
        async throws
    {
        try await withSite { gateway, router, bench in
            let coupon = try #require(try await gateway.coupons(1, minutes: 5).first)
            _ = try await gateway.run(bench.device, scope: .everything, over: bench.link)
            gateway.advance(by: .seconds(301))
            var applier = try await bench.applier()
            for stage in applier.plan.stages {
                try await applier.apply(stage)
                guard stage.purpose == .inspect else { continue }
                try await router.loginGuest(
                    user: coupon.code,
                    password: coupon.code,
                    mac: "02:00:00:00:00:01",
                    address: "10.5.50.21"
                )
            }
            #expect(try await router.rows(of: "/ip/hotspot/active").count == 1)
            #expect(try await gateway.store.reports(at: bench.site.id).map(\.meaning) == [.late])

            _ = try await gateway.run(bench.device, scope: .everything, over: bench.link)

            #expect(try await router.codes(of: gateway.store.gatewayID) == [coupon.code])
            #expect(try await router.rows(of: "/ip/hotspot/active").count == 1)
        }
    }

    @Test func `a guest of somebody else's user on another server does not burn a coupon of the same name`()
        async throws
    {
        try await withSite { gateway, _, bench in
            let coupon = try #require(try await gateway.coupons(1).first)
            _ = try await gateway.run(bench.device, scope: .everything, over: bench.link)
            var observed = try await bench.observer().everything()
            #expect(observed.users.first { $0.name == coupon.code }?.server == "hotspot1")
            var session = ObservedSession(id: "*1", user: coupon.code)
            session.server = "staff"
            session.macAddress = "02:00:00:00:00:01"
            observed.sessions = [session]
            func reports(_ observed: ObservedState) -> [RedemptionReport] {
                let id = gateway.store.gatewayID
                return ReportReading.reports(in: observed, device: bench.device, gateway: id, now: gateway.now())
            }

            #expect(reports(observed).isEmpty)
            observed.sessions[0].server = "hotspot1"
            #expect(reports(observed).map(\.user) == [coupon.code])
        }
    }

    /// A site with one router, and what a test needs to act in the middle of a run.
    private struct Bench: Sendable {
        let gateway: TestGateway
        let site: Site
        let device: Device
        let link: DeviceLink

        func observer() async throws -> GatewaySync.Observer {
            let password = try await gateway.store.password(of: device.id)
            let connection = try await link.connect(to: device, password: password, now: gateway.now())
            return GatewaySync.Observer(
                connection: connection,
                gateway: gateway.store.gatewayID,
                configuration: gateway.configuration,
                logger: .silent,
                now: gateway.now
            )
        }

        /// A plan of everything that is about to be applied.
        func applier() async throws -> Applier {
            let observer = try await observer()
            let observed = try await observer.everything()
            let store = gateway.store
            let desired = try await store.desiredState(for: device.id, scope: .everything, now: gateway.now())
            return Applier(
                plan: Planner.plan(desired: desired, observed: observed),
                observer: observer,
                gateway: store.gatewayID,
                observed: observed,
                importing: { [device, gateway] users, sessions throws(DeviceFailure) in
                    var last = ObservedState(scope: .everything, facts: observed.facts)
                    last.users = users
                    last.sessions = sessions
                    let id = gateway.store.gatewayID
                    let now = gateway.now()
                    let reports = ReportReading.reports(in: last, device: device, gateway: id, now: now)
                    do throws(StoreError) {
                        _ = try await gateway.store.record(reports, now: now)
                    } catch {
                        throw .store(error)
                    }
                },
                ending: { _ in }
            )
        }
    }

    private func withSite(
        scripts: Bool = false,
        _ body: @Sendable (TestGateway, SimulatedRouter, Bench) async throws -> Void
    ) async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", scripts: scripts, router)
            let device = try #require(try await gateway.store.devices(at: site.id).first)
            let link = DeviceLink(
                group: gateway.group,
                configuration: gateway.configuration,
                logger: .silent,
                opened: { _, _ in }
            )
            try await body(gateway, router, Bench(gateway: gateway, site: site, device: device, link: link))
            await link.close()
            try gateway.close()
        }
    }
}
