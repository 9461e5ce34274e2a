import GatewayDomain
import GatewayStore
import RouterOSAPI
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// What a router's setup lacks is told with its remedy, and is told no more once that was followed.
@Suite struct SetupFindingTests {
    private func findings(_ gateway: TestGateway, _ site: Site) async throws -> [String: PlanDocument.Note] {
        let notes = try #require(try await gateway.push(site, .plan()).first?.plan).findings
        return Dictionary(notes.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test func `a router that is set up as the README says has nothing to tell`() async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.policies = Set(RouterAccount.policies.compactMap { SimulatedAccount.Policy(rawValue: $0.name) })
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            try await router.edit("/ip/service/set", [".id": "api-ssl", "address": "127.0.0.1/32"])
            let codes = Set(try await findings(gateway, site).keys)
            let setup: Set<Finding.Code> = [
                .noNTP, .certificate, .openAPI, .flagged, .wideAccount, .narrowAccount, .littleStorage,
            ]
            #expect(codes.isDisjoint(with: setup.map(\.rawValue)))
            try gateway.close()
        }
    }

    @Test func `no time server, an open API and an account that may do everything are told`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            try await router.edit("/system/ntp/client/set", ["enabled": "no"])
            var found = try await findings(gateway, site)
            #expect(found["no_ntp"]?.remedy.contains("/system/ntp/client/set") == true)
            let command = "/ip/service/set [find where name=\"api-ssl\" and !dynamic] address="
            #expect(found["open_api"]?.remedy.contains(command) == true)
            // The gateway is connected all the while.
            try await router.run("\(command)127.0.0.1/32")
            #expect(found["wide_account"]?.message.contains("policy") == true)

            try await router.edit("/system/ntp/client/set", ["enabled": "yes", "servers": "pool.ntp.org"])
            try await router.setAccount(
                SimulatedAccount(name: "admin", password: "simulated", policies: [.api, .read, .write, .ftp])
            )
            found = try await findings(gateway, site)
            #expect(found["no_ntp"] == nil && found["open_api"] == nil)
            #expect(found["wide_account"] == nil)
            #expect(found["narrow_account"]?.message.contains("test (to let the script") == true)
            try gateway.close()
        }
    }

    @Test func `a certificate near its end is told a month before`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            try await router.edit(
                "/certificate/add",
                ["name": "api", "common-name": "router", "days-valid": "365"]
            )
            try await router.edit("/certificate/sign", ["number": "api"])
            try await router.edit("/ip/service/set", [".id": "api-ssl", "certificate": "api"])
            let device = try #require(try await gateway.store.devices(at: site.id).first)
            let fingerprint = try #require(
                try await router.rows(of: "/certificate").first { $0["name"] == "api" }?["fingerprint"]
            )
            try await gateway.store.setTrust(of: device.id, to: .pinned(fingerprint), now: gateway.now())
            #expect(try await findings(gateway, site)["certificate"] == nil)

            gateway.advance(by: .seconds(340 * 86_400))
            let near = try #require(try await findings(gateway, site)["certificate"])
            #expect(near.message.contains("ends in 2"))
            #expect(near.remedy.contains("device trust"))

            gateway.advance(by: .seconds(30 * 86_400))
            #expect(try await findings(gateway, site)["certificate"]?.message.contains("ended on") == true)
            try gateway.close()
        }
    }

    @Test func `a nearly full storage is told`() async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.freeFlashBytes = 3 << 20
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let found = try await findings(gateway, site)
            #expect(found["little_storage"]?.remedy.contains("/file") == true)
            try gateway.close()
        }
    }
}
