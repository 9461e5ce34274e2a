import GatewayDomain
import GatewayStore
import RouterOSAPI
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// The scripts come onto routers by the same plan as everything else.
@Suite struct ScriptInstallationTests {
    static let endpoint = "https://gate.example.com"

    @Test(
        arguments: [
            RouterOSVersion(7, 12, 2), RouterOSVersion(7, 16, 2), RouterOSVersion(7, 20, 8), RouterOSVersion(7, 24),
        ]
    )
    func `a push installs them, and a second one writes nothing`(version: RouterOSVersion) async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.version = version
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            let endpoint = try GatewayEndpoint(url: Self.endpoint, authority: nil)
            try await gateway.store.setEndpoint(endpoint, now: gateway.now())
            let site = try await gateway.site("Lobby", scripts: true, router)
            let run = try #require(try await gateway.push(site).first)
            #expect(run.outcome == .converged, "\(run.failure ?? "")")
            let installed = try await Installed(on: router, by: gateway)
            #expect(installed.scripts.map(\.kind) == ["report", "sweep"])
            #expect(installed.schedules.map(\.kind) == ["report", "sweep"])
            #expect(installed.schedules.map(\.interval) == ["1m", "5m"])
            #expect(installed.schedules.allSatisfy { $0.start == "startup" && $0.event == $0.name })
            #expect(installed.scripts.map(\.policy) == ["read,write,test", "read,write"])
            #expect(installed.hooks.allSatisfy { $0.hasPrefix("# gardengate \(gateway.store.gatewayID): on-log") })
            #expect(installed.scripts[0].text.contains("\(Self.endpoint)/routeros/events"))

            let writes = try await router.activity().configurationWrites
            let second = try #require(try await gateway.push(site).first)
            #expect(second.outcome == .unchanged, "\(second.plan?.text ?? "")")
            #expect(try await router.activity().configurationWrites == writes)
            try gateway.close()
        }
    }
}

/// The scripts of a gateway as they are on a router.
struct Installed {
    struct Script: Hashable {
        var kind: String
        var name: String
        var text: String
        var policy: String
        var comment: String
        var interval: String?
        var start: String?
        var event: String?
    }

    var scripts: [Script] = []
    var schedules: [Script] = []
    var hooks: [String] = []

    init(on router: SimulatedRouter, by gateway: TestGateway) async throws {
        let id = gateway.store.gatewayID
        scripts = try await router.rows(of: "/system/script").compactMap { Self.script($0, of: id) }
            .sorted { $0.kind < $1.kind }
        schedules = try await router.rows(of: "/system/scheduler").compactMap { Self.script($0, of: id) }
            .sorted { $0.kind < $1.kind }
        hooks = try await router.rows(of: "/ip/hotspot/user/profile")
            .filter { $0["name"]?.hasPrefix(DesiredProfile.namePrefix(of: id)) == true }
            .flatMap { [$0["on-login"] ?? "", $0["on-logout"] ?? ""] }
    }

    private static func script(_ row: [String: String], of gateway: GatewayID) -> Script? {
        guard let mark = ScriptMark(comment: row["comment"] ?? ""), mark.gateway == gateway else { return nil }
        return Script(
            kind: mark.kind,
            name: row["name"] ?? "",
            text: row["source"] ?? "",
            policy: row["policy"] ?? "",
            comment: row["comment"] ?? "",
            interval: row["interval"],
            start: row["start-time"],
            event: row["on-event"]
        )
    }
}
