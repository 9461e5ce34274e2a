import GatewayDomain
import GatewayStore
import RouterOSAPI
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// Scripts on routers that cannot run them, or on which others are at work.
@Suite struct ScriptTroubleTests {
    /// A gateway that routers reach, and a site whose router runs its scripts.
    private func world(_ router: SimulatedRouter) async throws -> (gateway: TestGateway, site: Site) {
        let gateway = try await TestGateway()
        let endpoint = try GatewayEndpoint(url: ScriptInstallationTests.endpoint, authority: nil)
        try await gateway.store.setEndpoint(endpoint, now: gateway.now())
        return (gateway, try await gateway.site("Lobby", scripts: true, router))
    }

    private func codes(_ run: SyncRun?) -> [String] { run?.plan?.findings.map(\.code) ?? [] }

    @Test func `what somebody edited is healed by the next push`() async throws {
        try await SimulatedRouter.running { router in
            let (gateway, site) = try await world(router)
            _ = try await gateway.push(site)
            let before = try await Installed(on: router, by: gateway)
            let name = DesiredScript.name(.report, gateway: gateway.store.gatewayID)
            let profile = DesiredProfile.name(gateway: gateway.store.gatewayID, instance: gateway.instance.id)
            let edits: [(String, [String: String])] = [
                ("/system/script/set", ["numbers": name, "source": ":put \"mine\""]),
                ("/system/script/set", ["numbers": name, "policy": "read,write,ftp"]),
                ("/system/script/set", ["numbers": name, "dont-require-permissions": "yes"]),
                ("/system/scheduler/set", ["numbers": name, "interval": "1d"]),
                ("/system/scheduler/set", ["numbers": name, "disabled": "yes"]),
                ("/system/scheduler/set", ["numbers": name, "on-event": ":put 1"]),
                ("/system/scheduler/set", ["numbers": name, "start-time": "12:00:00"]),
                ("/system/scheduler/remove", ["numbers": name]),
                ("/system/script/remove", ["numbers": name]),
                ("/ip/hotspot/user/profile/set", ["numbers": profile, "on-login": ":put 1"]),
                ("/ip/hotspot/user/profile/set", ["numbers": profile, "on-logout": ""]),
            ]
            for (path, attributes) in edits {
                try await router.edit(path, attributes)
                let run = try #require(try await gateway.push(site).first)
                #expect(run.outcome == .converged, "\(path) \(attributes): \(run.failure ?? "")")
                #expect(run.plan?.lines.count == 1, "\(run.plan?.text ?? "")")
                #expect(run.plan?.text.contains("mine") == false)
                let healed = try await Installed(on: router, by: gateway)
                #expect(healed.scripts == before.scripts)
                #expect(healed.schedules == before.schedules)
                #expect(healed.hooks == before.hooks)
            }
            try gateway.close()
        }
    }

    @Test func `asked for no more, nothing of them is left, and nothing of others is touched`() async throws {
        try await SimulatedRouter.running { router in
            let (gateway, site) = try await world(router)
            try await router.edit("/system/script/add", ["name": "backup", "source": ":put 1"])
            try await router.edit(
                "/system/script/add",
                ["name": "gg-ffff-report", "source": ":put 1", "comment": "gg1 ffff script report v=00000000"]
            )
            _ = try await gateway.push(site)
            try await gateway.store.updateSite(site.id, now: gateway.now()) { $0.hasScripts = false }
            #expect(try #require(try await gateway.push(site).first).outcome == .converged)
            let left = try await Installed(on: router, by: gateway)
            #expect(left.scripts.isEmpty && left.schedules.isEmpty && left.hooks.allSatisfy(\.isEmpty))
            let names = try await router.rows(of: "/system/script").compactMap { $0["name"] }
            #expect(names.sorted() == ["backup", "gg-ffff-report"])
            #expect(try #require(try await gateway.push(site).first).outcome == .unchanged)

            try await gateway.store.updateSite(site.id, now: gateway.now()) { $0.hasScripts = true }
            _ = try await gateway.push(site)
            #expect(try await Installed(on: router, by: gateway).scripts.count == 2)
            // And where no instance is served, there is nobody to run them for.
            try await gateway.store.updateSite(site.id, now: gateway.now()) { $0.services = [] }
            _ = try await gateway.push(site)
            #expect(try await Installed(on: router, by: gateway).scripts.isEmpty)
            try gateway.close()
        }
    }

    @Test func `without an endpoint the local ones are installed, and one more is once it is known`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", scripts: true, router)
            #expect(codes(try await gateway.push(site).first).contains("no_endpoint"))
            #expect(try await Installed(on: router, by: gateway).scripts.map(\.kind) == ["sweep"])
            let endpoint = try GatewayEndpoint(url: ScriptInstallationTests.endpoint, authority: nil)
            try await gateway.store.setEndpoint(endpoint, now: gateway.now())
            #expect(!codes(try await gateway.push(site).first).contains("no_endpoint"))
            #expect(try await Installed(on: router, by: gateway).scripts.map(\.kind) == ["report", "sweep"])
            try gateway.close()
        }
    }

    @Test func `an account that lacks a policy brings codes all the same, and is told what it lacks`() async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.policies = [.api, .read, .write]
        try await SimulatedRouter.running(configuration) { router in
            let (gateway, site) = try await world(router)
            let coupons = try await gateway.coupons(3)
            let run = try #require(try await gateway.push(site).first)
            #expect(run.outcome == .converged, "\(run.failure ?? "")")
            #expect(codes(run).contains("narrow_account"))
            #expect(try await router.codes(of: gateway.store.gatewayID) == coupons.map(\.code).sorted())
            #expect(try await Installed(on: router, by: gateway).scripts.map(\.kind) == ["sweep"])
            try gateway.close()
        }
    }

    /// As it is with an account of a RADIUS server: what it may do is nowhere to be read.
    @Test func `a router that refuses a script takes the rest, and the run says why`() async throws {
        try await SimulatedRouter.running { router in
            let (gateway, site) = try await world(router)
            let link = HidingChannel.link(of: gateway, hiding: "/user/print")
            let coupons = try await gateway.coupons(3)
            try await router.setAccount(
                SimulatedAccount(name: "admin", password: "simulated", policies: [.api, .read, .write])
            )
            let device = try #require(try await gateway.store.devices(at: site.id).first)
            let result = try await gateway.run(device, scope: .everything, over: link)
            await link.close()
            #expect(result.outcome == .converged, "\(result.failure ?? "")")
            #expect(result.plan?.findings.map(\.code).contains("account_policy") == true)
            #expect(try await router.codes(of: gateway.store.gatewayID) == coupons.map(\.code).sorted())
            try gateway.close()
        }
    }

    @Test(
        arguments: [
            "not enough permissions (9)", "user's policy does not allow to set such script policy",
            "failure: not allowed by device-mode",
        ]
    )
    func `a router that refuses hooks has its codes and scripts, and its words are told`(words: String) async throws {
        try await SimulatedRouter.running { router in
            let (gateway, site) = try await world(router)
            let link = HidingChannel.link(of: gateway) { command in
                let isHook = command.verb == "set" && command.sentence.attribute("on-login") != nil
                return isHook ? Trap(message: words) : nil
            }
            let coupons = try await gateway.coupons(3)
            let device = try #require(try await gateway.store.devices(at: site.id).first)
            for _ in 0..<2 {
                let result = try await gateway.run(device, scope: .everything, over: link)
                #expect(result.outcome == .converged, "\(result.failure ?? "")")
                let finding = try #require(result.plan?.findings.first { $0.subject == "hooks" })
                #expect(finding.message.contains(words))
            }
            await link.close()
            #expect(try await router.codes(of: gateway.store.gatewayID) == coupons.map(\.code).sorted())
            let installed = try await Installed(on: router, by: gateway)
            #expect(installed.scripts.map(\.kind) == ["report", "sweep"])
            #expect(installed.hooks == ["", ""])
            // Allowed at last, they come.
            #expect(try #require(try await gateway.push(site).first).outcome == .converged)
            #expect(try await Installed(on: router, by: gateway).hooks.allSatisfy { !$0.isEmpty })
            try gateway.close()
        }
    }

    @Test func `a row of somebody else keeps its name, and the finding is gone once they renamed it`() async throws {
        try await SimulatedRouter.running { router in
            let (gateway, site) = try await world(router)
            let name = DesiredScript.name(.sweep, gateway: gateway.store.gatewayID)
            try await router.edit("/system/script/add", ["name": name, "source": ":put 1"])
            #expect(codes(try await gateway.push(site).first).contains("foreign_script"))
            #expect(try await Installed(on: router, by: gateway).schedules.map(\.kind) == ["report"])
            try await router.edit("/system/script/set", ["numbers": name, "name": "theirs"])
            #expect(!codes(try await gateway.push(site).first).contains("foreign_script"))
            #expect(try await Installed(on: router, by: gateway).schedules.map(\.kind) == ["report", "sweep"])
            try gateway.close()
        }
    }

    @Test func `a version older than the scripts gets none, and loses none of its codes`() async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.version = RouterOSVersion(7, 10, 2)
        try await SimulatedRouter.running(configuration) { router in
            let (gateway, site) = try await world(router)
            let coupons = try await gateway.coupons(2)
            let run = try #require(try await gateway.push(site).first)
            #expect(run.outcome == .converged)
            #expect(codes(run).contains("old_for_scripts"))
            #expect(try await Installed(on: router, by: gateway).hooks.allSatisfy(\.isEmpty))
            #expect(try await router.codes(of: gateway.store.gatewayID) == coupons.map(\.code).sorted())
            try gateway.close()
        }
    }

    @Test func `sources are read when everything is compared, and at no other time`() async throws {
        try await SimulatedRouter.running { router in
            let (gateway, site) = try await world(router)
            _ = try await gateway.push(site)
            let device = try #require(try await gateway.store.devices(at: site.id).first)
            let link = DeviceLink(
                group: gateway.group,
                configuration: gateway.configuration,
                logger: .silent,
                opened: { _, _ in }
            )
            func prints(_ scope: Scope?) async throws -> Int {
                let before = try await router.activity().commands["/system/script/print", default: 0]
                _ = try await gateway.run(device, scope: scope, over: link)
                return try await router.activity().commands["/system/script/print", default: 0] - before
            }
            #expect(try await prints(.everything) == 2)
            #expect(try await prints(nil) == 0)
            #expect(try await prints(.names(["8B7W3D"])) == 0)
            await link.close()
            try gateway.close()
        }
    }
}
