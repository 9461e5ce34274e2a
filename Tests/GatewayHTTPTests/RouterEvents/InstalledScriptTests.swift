import GatewayDomain
import GatewayStore
import GatewaySync
import NIOPosix
import RouterOSAPI
import RouterOSSimulator
import Testing

@testable import GatewayHTTP

/// A router with the scripts that a push installed, and the gateway that they report to, over a real connection.
@Suite struct InstalledScriptTests {
    private static let phone = "02:00:00:00:00:09"

    private func serving(
        _ version: String,
        _ body: @Sendable (APIWorld, SimulatedRouter, Instance, Site) async throws -> Void
    ) async throws {
        try await APIWorld.serving { world in
            var configuration = SimulatedRouterConfiguration(
                version: RouterOSVersion(version) ?? RouterOSVersion(7, 22, 3),
                tls: .anonymous,
                clockSpeed: 0
            )
            configuration.clockStart = world.clock.now.seconds
            // What a test waits for may take longer on a busy machine than a router's own patience of ten seconds.
            configuration.faults.fetchIdleTimeout = .seconds(120)
            let router = try await SimulatedRouter.start(configuration)
            do {
                let endpoint = try GatewayEndpoint(
                    url: "http://127.0.0.1:\(world.port)",
                    authority: nil,
                    allowsPlainHTTP: true
                )
                try await world.store.setEndpoint(endpoint, now: world.clock.now)
                let (instance, site) = try await world.makeSite(scripts: true, router)
                try await body(world, router, instance, site)
            } catch {
                await router.stop()
                throw error
            }
            await router.stop()
        }
    }

    private func push(_ world: APIWorld, _ site: Site, _ order: PushOrder = .push()) async throws -> SyncRun {
        var configuration = SyncConfiguration()
        configuration.connectTimeout = .seconds(60)
        let push = SitePush(
            SyncContext(
                store: world.store,
                holder: .currentProcess(),
                configuration: configuration,
                group: MultiThreadedEventLoopGroup.singleton,
                logger: APIWorld.silent,
                now: { world.clock.now }
            )
        )
        return try #require(try await push.perform(order, at: site, within: .seconds(120)).runs.first)
    }

    private func passTime(_ seconds: Int64, _ world: APIWorld, _ router: SimulatedRouter) async throws {
        world.clock.advance(by: .seconds(seconds))
        try await router.advanceClock(by: .seconds(seconds))
        try await router.scriptsAnswered()
    }

    @Test(arguments: ["7.12.2", "7.16.2", "7.20.8", "7.24"])
    func `a login is reported at once, and recorded once`(version: String) async throws {
        try await serving(version) { world, router, instance, site in
            let code = try #require(try await world.coupons(1, of: instance).first?.code)
            // Looking at a plan gives the router nothing, and puts nothing on record.
            let planned = try await push(world, site, .plan())
            let device = try #require(try await world.store.devices(at: site.id).first)
            #expect(try await world.store.deviceTokens(of: device.id).isEmpty)
            #expect(try await router.rows(of: "/system/script").isEmpty)
            let pushed = try await push(world, site)
            #expect(pushed.outcome == .converged, "\(pushed.failure ?? "")")
            // The token that is written is the one that the plan knew of.
            #expect(pushed.plan?.lines == planned.plan?.lines)

            try await router.loginGuest(user: code, password: code, mac: Self.phone, address: "10.5.50.20")
            try await router.scriptsAnswered()
            let reports = try await world.store.reports(at: site.id)
            #expect(reports.map(\.meaning) == [.redeemed])
            #expect(reports.first?.report.macAddress == Self.phone)
            #expect(reports.first?.report.loginAt == world.clock.now)

            // What the other script sends again is known.
            try await passTime(180, world, router)
            #expect(try await world.store.reports(at: site.id).count == 1)
            let failures = try await router.rows(of: "/log").filter { $0["topics"]?.hasPrefix("script,error") == true }
            #expect(failures.isEmpty, "\(failures)")
            let tokens = try await world.store.deviceTokens(of: device.id)
            #expect(tokens.map(\.isRoutersOwn) == [true])
            #expect(tokens.allSatisfy { $0.lastUsedAt != nil && $0.state(at: world.clock.now) == .valid })
            let again = try await push(world, site)
            // The guest's device is bound to the code now; of the scripts nothing is left to write.
            #expect(again.plan?.lines.filter { $0.kind != "user" } == [], "\(again.plan?.text ?? "")")
        }
    }

    @Test func `a new token reaches the router by a push, and the old one is good until then`() async throws {
        try await serving("7.22.3") { world, router, instance, site in
            let codes = try await world.coupons(3, of: instance).map(\.code)
            _ = try await push(world, site)
            let device = try #require(try await world.store.devices(at: site.id).first)
            func login(_ number: Int) async throws -> Int {
                try await router.loginGuest(
                    user: codes[number],
                    password: codes[number],
                    mac: "02:00:00:00:00:1\(number)",
                    address: "10.5.50.2\(number)"
                )
                try await router.scriptsAnswered()
                return try await world.store.reports(at: site.id).count
            }
            let rotation = try await world.store.rotateDeviceToken(
                of: device.id,
                keepingOldFor: .seconds(3600),
                now: world.clock.now
            )
            #expect(rotation.own?.generation == 2 && rotation.text == nil)
            #expect(try await login(0) == 1)
            let renewed = try await push(world, site)
            #expect(renewed.outcome == .converged)
            let text = try #require(renewed.plan?.text)
            #expect(text.contains("~ script gg-\(world.store.gatewayID)-report source: "))
            #expect(!text.contains(DeviceToken.prefix))
            // Of the sweep, which reports nothing, nothing is written.
            #expect(renewed.plan?.lines.filter { $0.name.hasSuffix("sweep") } == [])
            world.clock.advance(by: .seconds(3600))
            try await router.advanceClock(by: .seconds(3600))
            #expect(try await login(1) == 2)

            // Taken back, none is good until the next push brings another one.
            #expect(try await world.store.revokeDeviceTokens(of: device.id, now: world.clock.now) == 1)
            #expect(try await login(2) == 2)
            #expect(try await push(world, site).outcome == .converged)
            try await passTime(120, world, router)
            let tokens = try await world.store.deviceTokens(of: device.id)
            #expect(Set(tokens.compactMap(\.generation)) == [1, 2, 3])
            #expect(tokens.first { $0.generation == 3 }?.lastUsedAt != nil)
        }
    }
}
