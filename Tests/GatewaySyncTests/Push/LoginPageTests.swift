import GatewayDomain
import GatewayStore
import RouterOSAPI
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// The login page comes onto routers by the same plan as everything else.
@Suite struct LoginPageTests {
    private static let menu = "/ip/hotspot/profile"

    private func ask(_ gateway: TestGateway, _ site: Site, _ isWanted: Bool) async throws {
        try await gateway.store.updateSite(site.id, now: gateway.now()) { $0.services[0].hasLoginPage = isWanted }
    }

    private func shown(_ router: SimulatedRouter) async throws -> String? {
        try await router.rows(of: Self.menu).first { $0["name"] == "hsprof1" }?["html-directory-override"]
    }

    private func files(_ router: SimulatedRouter, in directory: String) async throws -> [String: String] {
        let rows = try await router.rows(of: "/file").filter { $0["name"]?.hasPrefix(directory + "/") == true }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["name"] ?? "", $0["contents"] ?? "") })
    }

    private func directory(_ gateway: TestGateway) -> String {
        DesiredProfile.name(gateway: gateway.store.gatewayID, instance: gateway.instance.id)
    }

    @Test func `without being asked for it stays away, and a finding says what guests see`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let run = try #require(try await gateway.push(site).first)
            #expect(run.plan?.findings.contains { $0.code == Finding.Code.stockLoginPage.rawValue } == true)
            #expect(try await shown(router) == "")
            #expect(try await files(router, in: directory(gateway)).isEmpty)
            try gateway.close()
        }
    }

    @Test(arguments: [RouterOSVersion(7, 22, 3), RouterOSVersion(7, 12, 2)])
    func `asked for it is installed and shown, and a second push writes nothing`(version: RouterOSVersion) async throws
    {
        try await SimulatedRouter.running(SimulatedRouterConfiguration(version: version)) { router in
            let gateway = try await TestGateway {
                $0.name = "Grand Hôtel"
                $0.termsText = "Be kind."
            }
            let site = try await gateway.site("Lobby", router)
            try await ask(gateway, site, true)
            let run = try #require(try await gateway.push(site).first)
            #expect(run.outcome == .converged, "\(run.failure ?? "")")
            #expect(run.plan?.findings.contains { $0.code == Finding.Code.stockLoginPage.rawValue } == false)
            #expect(try await shown(router) == directory(gateway))
            let files = try await files(router, in: directory(gateway))
            #expect(files.keys.sorted() == LoginPage.fileNames.map { "\(directory(gateway))/\($0)" })
            #expect(files["\(directory(gateway))/login.html"]?.contains("<h1 dir=\"auto\">Grand Hôtel</h1>") == true)
            #expect(try #require(try await gateway.push(site).first).outcome == .unchanged)
            try gateway.close()
        }
    }

    @Test func `a page that was changed by hand heals, and one whose terms change follows`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            try await ask(gateway, site, true)
            _ = try await gateway.push(site)
            let login = "\(directory(gateway))/login.html"
            try await router.edit("/file/set", ["numbers": login, "contents": "Pay here!"])
            try await router.edit("/file/remove", ["numbers": "\(directory(gateway))/errors.txt"])
            let run = try #require(try await gateway.push(site).first)
            #expect(
                run.plan?.lines.map { "\($0.sign) \($0.name)" } == ["+ \(directory(gateway))/errors.txt", "~ \(login)"]
            )
            #expect(try await files(router, in: directory(gateway))[login]?.contains("id=\"code\"") == true)

            try await gateway.store.updateInstance(gateway.instance.id, now: gateway.now()) {
                $0.termsText = "New terms."
            }
            _ = try await gateway.push(site)
            #expect(try await files(router, in: directory(gateway))[login]?.contains("New terms.") == true)
            try gateway.close()
        }
    }

    @Test func `asked for no more, the router has its own page back, and nothing of ours is left`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            try await ask(gateway, site, true)
            _ = try await gateway.push(site)
            try await ask(gateway, site, false)
            #expect(try #require(try await gateway.push(site).first).outcome == .converged)
            #expect(try await shown(router) == "")
            #expect(try await router.rows(of: "/file").allSatisfy { $0["name"]?.hasPrefix("gg-") == false })
            try gateway.close()
        }
    }

    @Test func `so has it when the instance serves the site no more`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            try await ask(gateway, site, true)
            _ = try await gateway.push(site)
            try await gateway.store.updateSite(site.id, now: gateway.now()) { $0.services = [] }
            _ = try await gateway.push(site)
            #expect(try await shown(router) == "")
            try gateway.close()
        }
    }

    @Test func `a page of somebody else stays, and a finding says how to get ours`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            try await router.edit("\(Self.menu)/set", ["numbers": "hsprof1", "html-directory-override": "theirs"])
            try await ask(gateway, site, true)
            let run = try #require(try await gateway.push(site).first)
            #expect(run.plan?.findings.contains { $0.code == Finding.Code.loginPage.rawValue } == true)
            #expect(try await shown(router) == "theirs")
            #expect(try await files(router, in: directory(gateway)).isEmpty)
            try gateway.close()
        }
    }

    @Test func `a server profile that others share is left alone`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            try await router.edit("/ip/hotspot/add", ["name": "staff", "interface": "ether2", "profile": "hsprof1"])
            try await router.edit("/ip/hotspot/set", ["numbers": "staff", "disabled": "yes"])
            let site = try await gateway.site("Lobby", router)
            try await ask(gateway, site, true)
            let run = try #require(try await gateway.push(site).first)
            let finding = try #require(run.plan?.findings.first { $0.code == Finding.Code.loginPage.rawValue })
            #expect(finding.message.contains("hsprof1 is used more than once (hotspot1, staff)"))
            #expect(try await shown(router) == "")
            try gateway.close()
        }
    }

    @Test func `an account that may write no files still brings codes, and the run says what it lacks`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            try await router.setAccount(
                SimulatedAccount(name: "admin", password: "simulated", policies: [.api, .read, .write])
            )
            let site = try await gateway.site("Lobby", router)
            let coupons = try await gateway.coupons(3)
            try await ask(gateway, site, true)
            let run = try #require(try await gateway.push(site).first)
            #expect(run.outcome == .failed)
            #expect(run.failure?.contains("polic") == true, "\(run.failure ?? "")")
            #expect(try await router.codes(of: gateway.store.gatewayID) == coupons.map(\.code).sorted())
            #expect(try await shown(router) == "")
            try gateway.close()
        }
    }

    @Test func `on a board that keeps its files under flash, ours are there too`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            try await router.edit("/file/add", ["name": "flash", "type": "directory"])
            try await router.edit("\(Self.menu)/set", ["numbers": "hsprof1", "html-directory": "flash/hotspot"])
            let site = try await gateway.site("Lobby", router)
            try await ask(gateway, site, true)
            #expect(try #require(try await gateway.push(site).first).outcome == .converged)
            #expect(try await shown(router) == "flash/" + directory(gateway))
            try await ask(gateway, site, false)
            _ = try await gateway.push(site)
            #expect(try await router.rows(of: "/file").allSatisfy { $0["name"]?.hasPrefix("flash/gg-") == false })
            try gateway.close()
        }
    }
}
