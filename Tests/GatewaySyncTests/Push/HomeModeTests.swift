import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

/// A router in the device-mode that it left the factory with, and what its owner allows it after the other.
@Suite struct HomeModeTests {
    private func allow(_ what: [String: String], on router: SimulatedRouter) async throws {
        try await router.edit("/system/device-mode/update", what)
        // A hand at the router confirms it.
        try await router.powerCut()
    }

    /// What is said of device-mode, by what it forbids.
    private func forbidden(_ run: SyncRun) -> [String: String] {
        let notes = run.plan?.findings.filter { $0.code == "device_mode" } ?? []
        return Dictionary(notes.map { ($0.subject, $0.remedy) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func `what it forbids is told, the rest is pushed, and each thing heals once it is allowed`() async throws {
        try await SimulatedRouter.running(.alone(at: "127.0.1.21")) { router in
            let gateway = try await TestGateway()
            let endpoint = try GatewayEndpoint(url: ScriptInstallationTests.endpoint, authority: nil)
            try await gateway.store.setEndpoint(endpoint, now: gateway.now())
            let site = try await gateway.site("Lobby", scripts: true, router)
            let codes = try await gateway.coupons(3).map(\.code).sorted()

            try await allow(["mode": "home"], on: router)
            var run = try #require(try await gateway.push(site).first)
            #expect(run.outcome == .refused)
            #expect(forbidden(run)["hotspot"]?.contains("/system/device-mode/update hotspot=yes") == true)
            #expect(Set(forbidden(run).keys) == ["hotspot", "fetch", "scheduler"])
            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)

            try await allow(["hotspot": "yes"], on: router)
            run = try #require(try await gateway.push(site).first)
            #expect(run.outcome == .converged, "\(run.failure ?? "")")
            #expect(try await router.codes(of: gateway.store.gatewayID) == codes)
            #expect(Set(forbidden(run).keys) == ["fetch", "scheduler"])
            var installed = try await Installed(on: router, by: gateway)
            #expect(installed.scripts.isEmpty && installed.schedules.isEmpty)
            // Logins are noted all the same, and nobody is called for it.
            #expect(installed.hooks.first?.contains("/ip/hotspot/user/set") == true)
            #expect(installed.hooks.allSatisfy { !$0.contains("/tool/fetch") })

            try await allow(["scheduler": "yes"], on: router)
            run = try #require(try await gateway.push(site).first)
            #expect(Set(forbidden(run).keys) == ["fetch"])
            #expect(try await Installed(on: router, by: gateway).schedules.map(\.kind) == ["sweep"])

            try await allow(["fetch": "yes"], on: router)
            run = try #require(try await gateway.push(site).first)
            #expect(forbidden(run).isEmpty)
            installed = try await Installed(on: router, by: gateway)
            #expect(installed.scripts.map(\.kind) == ["report", "sweep"])
            #expect(installed.schedules.map(\.kind) == ["report", "sweep"])
            #expect(installed.hooks.contains { $0.contains("/tool/fetch") })
            #expect(try await gateway.push(site).first?.outcome == .unchanged)
            try gateway.close()
        }
    }
}
