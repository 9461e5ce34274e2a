import Foundation
import RouterOSAPI
import RouterOSSimulator
import Testing

/// The chapters of the README that lead somewhere, followed line by line and by nothing else.
@Suite struct GuideTests {
    /// Gives a body somebody with a router out of its box, and ends what both left running.
    private static func withNewcomer(
        _ version: String,
        _ body: (inout Newcomer) async throws -> Void
    ) async throws {
        let router = try await Self.routerOutOfItsBox(version)
        var newcomer = try Newcomer(router)
        do {
            try await body(&newcomer)
        } catch {
            await newcomer.stop()
            await router.stop()
            throw error
        }
        await newcomer.stop()
        await router.stop()
    }

    private static func routerOutOfItsBox(_ version: String) async throws -> SimulatedRouter {
        var configuration = SimulatedRouterConfiguration.factory(version: try #require(RouterOSVersion(version)))
        configuration.clockSpeed = 0
        return try await SimulatedRouter.start(configuration)
    }

    @Test(arguments: [("7.12.2", false), ("7.16.2", true), ("7.20.8", true), ("7.24", false)])
    func `what the README tells leads from the box to a guest who is in`(version: String, isFile: Bool) async throws {
        try await Self.withNewcomer(version) { newcomer in
            newcomer.isFile = isFile
            try await newcomer.follow(Guide("On a real router"))
            try await newcomer.comeAsGuest()
            let findings = try await newcomer.place.text("plan", "Hotel Linde").split(separator: "\n")
                .filter { $0.hasPrefix("  * ") }
            #expect(findings == [], "who does all that the README tells is told of nothing else")
        }
    }

    @Test(arguments: ["7.12.2", "7.24"])
    func `each line by hand leads there as well`(version: String) async throws {
        try await Self.withNewcomer(version) { newcomer in
            try await newcomer.follow(Guide("On a real router").bootstrapping(by: Guide("By hand")))
            try await newcomer.comeAsGuest()
            // The router believes the gateway, so what it reports arrives.
            try await newcomer.carryOut(
                "/tool/fetch url=https://\(newcomer.gateway)/healthz check-certificate=yes output=none"
            )
            let findings = try await newcomer.place.text("plan", "Hotel Linde").split(separator: "\n")
                .filter { $0.hasPrefix("  * ") }
            #expect(findings == [], "who does all that the README tells is told of nothing else")
        }
    }

    @Test func `a computer is named before whoever is no guest loses the router`() throws {
        let steps = try Guide("On a real router").steps
        func index(of command: String) -> Int? {
            steps.firstIndex { step in
                if case .router(let line) = step { line.hasPrefix(command) } else { false }
            }
        }
        let binding = try #require(index(of: "/ip/hotspot/ip-binding/add type=bypassed"))
        #expect(binding < (try #require(index(of: "/ip/hotspot/add"))))
        let modes = try #require(index(of: "/system/device-mode/update"))
        #expect(modes < binding, "the power cut ends the connection in any case")
    }

    @Test func `a router that was set up by hand and is replaced gets everything back`() async throws {
        let next = try await Self.routerOutOfItsBox("7.22.3")
        do {
            try await Self.withNewcomer("7.20.8") { newcomer in
                let guide = try Guide("On a real router")
                try await newcomer.follow(guide.bootstrapping(by: Guide("By hand")))
                try await newcomer.comeAsGuest()
                let users = try await newcomer.router.managedUsers()
                let old = newcomer.router
                await old.stop()
                newcomer.router = next
                let (from, to) = ("\(old.host):\(old.port)", "\(next.host):\(next.port)")
                try await newcomer.place.text("device", "set", from, "--address", to, "--no-check")
                try await newcomer.follow(guide.onRouter)
                try await newcomer.follow(Guide("When a router is replaced"))
                #expect(try await next.managedUsers() == users)
                // The guest whose time was running goes on, and what was redeemed is not redeemed again.
                try await newcomer.comeAsGuest()
                let redeemed = try await newcomer.place.json("redemption", "list", "Hotel Linde")
                #expect(redeemed.elements.count == 1)
                #expect(try await newcomer.place.json("device", "list").elements.count == 1)
            }
        } catch {
            await next.stop()
            throw error
        }
        await next.stop()
    }

    @Test func `the lines for a router behind NAT make both ends of its tunnel`() async throws {
        try await Self.withNewcomer("7.20.8") { newcomer in
            try await newcomer.follow(Guide("On a real router").beforeBootstrap)
            let chapter = try Guide("Routers behind NAT")
            #expect(chapter.steps.contains(.host("sudo wg-quick up gardengate")))
            try await newcomer.follow(chapter)
            let file = try String(contentsOfFile: newcomer.place.path("gardengate.conf"), encoding: .utf8)
            let router = newcomer.router
            // The way that the README shows until the tunnel is up: the same command shows the same text.
            let again = ["device", "bootstrap", "Hotel Linde", "10.213.0.2", "--wait", "0"]
            let text = try await newcomer.place.text(again)
            try await newcomer.carryOut(text)
            #expect(newcomer.printed.contains("ready, on port 8729"), "\(newcomer.printed)")
            let interface = try #require(try await router.rows(of: "/interface/wireguard").first)
            let peer = try #require(try await router.rows(of: "/interface/wireguard/peers").first)
            #expect(file.contains("PublicKey = \(try #require(interface["public-key"]))"))
            #expect(file.contains("AllowedIPs = 10.213.0.2/32") && file.contains("ListenPort = 51820"))
            #expect(peer["endpoint-address"] == "vpn.example.com" && peer["endpoint-port"] == "51820")
            #expect(peer["allowed-address"] == "10.213.0.1/32")
            let account = try await router.rows(of: "/user").first { $0["name"] == "gardengate" }
            #expect(account?["address"] == "10.213.0.1/32")
            let service = try await router.rows(of: "/ip/service").first { $0["name"] == "api-ssl" }
            #expect(service?["address"] == "10.213.0.1/32")
        }
    }

    @Test func `the rule for a firewall stands before what drops`() async throws {
        let spans = try Readme().chapters.flatMap(\.spans)
        let rule = try #require(spans.first { $0.hasPrefix("/ip/firewall/filter/add") })
        let router = try await Self.routerOutOfItsBox("7.12.2")
        var newcomer = try Newcomer(router)
        try await newcomer.carryOut(rule)
        let rows = try await router.rows(of: "/ip/firewall/filter").filter { $0["dynamic"] != "true" }
        #expect(rows.count > 1 && rows.first?["dst-port"] == "8729")
        await router.stop()
    }
}
