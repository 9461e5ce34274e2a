import GatewayDomain
import GatewayStore
import NIOCore
import NIOPosix
import RouterOSAPI
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// What a router or its account can refuse: each is told in one line that names the remedy.
@Suite struct RefusedDeviceTests {
    @Test func `a wrong password`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby")
            try await gateway.device(at: site, router, password: "wrong")
            let failure = try await failure(of: gateway, site)
            #expect(failure.contains("refused the login of admin"))
            #expect(failure.contains("--password-file"))
            #expect(!failure.contains("wrong\""))
            try gateway.close()
        }
    }

    @Test func `a pin that does not fit`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby")
            try await gateway.device(at: site, router, trust: .pinned(String(repeating: "ab", count: 32)))
            let failure = try await failure(of: gateway, site)
            let fingerprint = try #require(router.fingerprint)
            #expect(failure.contains("presents certificate \(fingerprint)"))
            try gateway.close()
        }
    }

    @Test func `a router without a certificate that is trusted by a pin`() async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.tls = .anonymous
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby")
            try await gateway.device(at: site, router, trust: .pinned(String(repeating: "ab", count: 32)))
            #expect(try await failure(of: gateway, site).contains("api-ssl has no certificate"))
            try gateway.close()
        }
    }

    @Test func `a router that has as many sessions as it takes`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby")
            let device = try await gateway.device(at: site, router)
            try await router.edit("/ip/service/set", [".id": "api-ssl", "max-sessions": "1"])
            let other = DeviceLink(
                group: gateway.group,
                configuration: gateway.configuration,
                logger: .silent,
                opened: { _, _ in }
            )
            _ = try await other.connect(to: device, password: Secret("simulated"), now: gateway.now())
            #expect(try await failure(of: gateway, site).contains("max-sessions"))
            await other.close()
            #expect(try await gateway.push(site).first?.outcome != .failed)
            try gateway.close()
        }
    }

    @Test func `a router that hangs up before the login`() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { $0.close() }
            .bind(host: "127.0.0.1", port: 0).get()
        let gateway = try await TestGateway()
        let site = try await gateway.site("Lobby")
        let device = Device(
            id: gateway.store.newID(),
            site: site.id,
            host: "127.0.0.1",
            port: server.localAddress?.port ?? 0,
            user: "admin",
            trust: .anonymous,
            createdAt: gateway.now()
        )
        try await gateway.store.addDevice(device, password: Secret("simulated"))
        let failure = try await failure(of: gateway, site)
        #expect(failure.contains("hung up before the login"), "\(failure)")
        #expect(failure.contains("max-sessions"))
        try await server.close()
        try gateway.close()
    }

    @Test func `an account that may not use the API`() async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.policies = [.read, .write]
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            #expect(try await failure(of: gateway, site).contains("may not use the API: add the policy api"))
            try gateway.close()
        }
    }

    @Test func `an account that may read and not write`() async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.policies = [.api, .read]
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            _ = try await gateway.coupons(2)
            let failure = try await failure(of: gateway, site)
            #expect(failure.contains("the account may not run /ip/hotspot/user"))
            #expect(failure.contains("policy=api,read,write"))
            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)
            try gateway.close()
        }
    }

    @Test func `a router whose device-mode forbids hotspot is not written to`() async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.isHotspotAllowed = false
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            _ = try await gateway.coupons(2)
            let run = try #require(try await gateway.push(site).first)
            #expect(run.outcome == .refused)
            #expect(run.failure?.contains("device-mode") == true)
            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)
            try gateway.close()
        }
    }

    @Test func `subnets that no hotspot server serves`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let subnet = try #require(Subnet("192.168.77.0/24"))
            let site = try await gateway.site("Lobby", subnets: [subnet], router)
            _ = try await gateway.coupons(2)
            let run = try #require(try await gateway.push(site).first)
            let finding = try #require(run.plan?.findings.first { $0.code == Finding.Code.noServer.rawValue })
            #expect(finding.message.contains("hotspot1"))
            #expect(!finding.remedy.isEmpty)
            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)

            var corrected = site
            corrected.services[0].subnets = [try #require(Subnet("10.5.50.0/24"))]
            try await gateway.store.updateServices(of: corrected, now: gateway.now())
            #expect(try await gateway.push(site).first?.outcome == .converged)
            #expect(try await router.codes(of: gateway.store.gatewayID).count == 2)
            try gateway.close()
        }
    }

    @Test func `a RouterOS that is older than supported is looked at and not written to`() async throws {
        var configuration = SimulatedRouterConfiguration.shared
        configuration.version = RouterOSVersion(6, 49, 18)
        try await SimulatedRouter.running(configuration) { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            _ = try await gateway.coupons(2)
            let run = try #require(try await gateway.push(site).first)
            #expect(run.outcome == .refused)
            #expect(run.failure?.contains("6.49.18") == true)
            #expect(try await router.codes(of: gateway.store.gatewayID).isEmpty)
            try gateway.close()
        }
    }

    private func failure(of gateway: TestGateway, _ site: Site) async throws -> String {
        let run = try #require(try await gateway.push(site).first)
        #expect(run.outcome == .failed)
        let failure = try #require(run.failure)
        #expect(!failure.contains("\n"))
        return failure
    }
}
