import GatewayDomain
import GatewayStore
import Logging
import NIOPosix
import RouterOSAPI
import RouterOSSimulator
import Testing

/// The router's end of a tunnel, run on routers out of their boxes.
@Suite struct TunnelScriptTests {
    private static let versions = ["7.12.2", "7.16.2", "7.20.8", "7.24"]
    private static let gatewayKey = "YAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk="
    /// A pair (RFC 7748, section 6.1, Alice's).
    private static let privateKey = "dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo="
    private static let publicKey = "hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo="

    private static func script(key: String? = privateKey, publicKey: String = publicKey) throws -> TunnelScript {
        let tunnel = Tunnel(
            network: try TunnelNetwork(TunnelNetwork.standard),
            endpoint: try TunnelEndpoint("vpn.example.com:51820"),
            listenPort: 51_820,
            mtu: Tunnel.standardMTU,
            publicKey: try #require(TunnelKey(gatewayKey))
        )
        let router = TunnelRouter(
            address: "10.213.0.2",
            site: Site.ID("s1"),
            publicKey: try #require(TunnelKey(publicKey)),
            createdAt: Timestamp(seconds: 1_795_000_000)
        )
        let admission = TunnelAdmission(
            tunnel: tunnel,
            router: router,
            privateKey: key.map { Secret($0) },
            presharedKey: Secret(Self.gatewayKey)
        )
        return TunnelScript(gateway: try #require(GatewayID("a1b2")), admission: admission)
    }

    private static func with(_ version: String, _ body: @Sendable (SimulatedRouter) async throws -> Void) async throws {
        let configuration = SimulatedRouterConfiguration.factory(version: try #require(RouterOSVersion(version)))
        let router = try await SimulatedRouter.start(configuration)
        do { try await body(router) } catch {
            await router.stop()
            throw error
        }
        await router.stop()
    }

    @Test(arguments: versions)
    func `a router dials the gateway, and lets it in before its filter drops it`(version: String) async throws {
        let script = try Self.script()
        try await Self.with(version) { router in
            let said = try await router.run(script.text.revealed)
            #expect(said.contains("gg-a1b2 dials vpn.example.com port 51820"))
            #expect(!said.contains(Self.privateKey))
            let interface = try #require(try await router.rows(of: "/interface/wireguard").first)
            #expect(interface["name"] == "gg-a1b2" && interface["public-key"] == Self.publicKey)
            #expect(interface["private-key"] == Self.privateKey && interface["mtu"] == "1280")
            let peer = try #require(try await router.rows(of: "/interface/wireguard/peers").first)
            #expect(peer["public-key"] == Self.gatewayKey && peer["allowed-address"] == "10.213.0.1/32")
            #expect(peer["endpoint-address"] == "vpn.example.com" && peer["endpoint-port"] == "51820")
            #expect(peer["persistent-keepalive"] == "25s" && peer["preshared-key"] == Self.gatewayKey)
            let addresses = try await router.rows(of: "/ip/address").filter { $0["interface"] == "gg-a1b2" }
            #expect(addresses.map { $0["address"] } == ["10.213.0.2/32"])
            #expect(addresses.map { $0["network"] } == ["10.213.0.1"])
            let filter = try await router.rows(of: "/ip/firewall/filter")
            #expect(filter.first?["dynamic"] == "true")
            let own = filter.dropFirst().prefix(6)
            #expect(own.allSatisfy { $0["comment"] == "gg1 a1b2 tunnel" })
            #expect(
                own.map { "\($0["chain"] ?? "") \($0["action"] ?? "")" } == [
                    "input accept", "input accept", "input accept", "input drop", "forward drop", "forward drop",
                ]
            )
            #expect(filter.dropFirst(7).allSatisfy { $0["comment"]?.hasPrefix("defconf") == true })
        }
    }

    @Test(arguments: versions)
    func `run again it leaves one of each, also beside tunnels of others`(version: String) async throws {
        let script = try Self.script()
        try await Self.with(version) { router in
            // Another tunnel has the port that ours would take.
            try await router.run("/interface/wireguard/add name=office listen-port=51820")
            try await router.run("/interface/wireguard/peers/add interface=office public-key=\"\(Self.gatewayKey)\"")
            try await router.run("/ip/address/add interface=office address=10.1.1.1/30")
            let counts = { () async throws -> [Int] in
                var counts: [Int] = []
                for menu in [
                    "/interface/wireguard", "/interface/wireguard/peers", "/ip/address", "/ip/firewall/filter",
                ] {
                    counts.append(try await router.rows(of: menu).count)
                }
                return counts
            }
            let before = try await counts()
            for _ in 0..<2 {
                try await router.run(script.text.revealed)
                #expect(try await counts() == [before[0] + 1, before[1] + 1, before[2] + 1, before[3] + 6])
            }
            let ports = try await router.rows(of: "/interface/wireguard").map { $0["listen-port"] }
            #expect(ports == ["51820", "51821"])
        }
    }

    @Test(arguments: versions)
    func `a router that lets in only some lets in the gateway from its new address as well`(version: String)
        async throws
    {
        let script = try Self.script()
        try await Self.with(version) { router in
            try await router.run("/ip/service/set api-ssl address=192.0.2.10/32,198.51.100.0/24")
            try await router.run(
                "/user/add name=gate group=full password=x address=192.0.2.10/32 comment=\"made by gardengate\""
            )
            try await router.run("/user/add name=other group=full password=x address=192.0.2.10/32")
            for _ in 0..<2 {
                try await router.run(script.text.revealed)
                let service = try await router.rows(of: "/ip/service").first { $0["name"] == "api-ssl" }
                #expect(service?["address"] == "192.0.2.10/32,198.51.100.0/24,10.213.0.1/32")
                let users = try await router.rows(of: "/user").filter { $0["name"] != "admin" }
                #expect(users.map { $0["address"] } == ["192.0.2.10/32,10.213.0.1/32", "192.0.2.10/32"])
            }
            // Who lets in everybody goes on to.
            try await router.run("/ip/service/set api-ssl address=\"\"")
            try await router.run(script.text.revealed)
            #expect(try await router.rows(of: "/ip/service").first { $0["name"] == "api-ssl" }?["address"] ?? "" == "")
        }
    }

    @Test(arguments: versions)
    func `whoever is connected is in nobody's way`(version: String) async throws {
        let script = try Self.script()
        try await Self.with(version) { router in
            try await router.run("/ip/service/set api-ssl address=127.0.0.1/32")
            try await router.run(
                "/user/add name=gate group=full password=x address=127.0.0.1/32 comment=\"made by gardengate\""
            )
            let connection = try await RouterOSConnection.connect(
                RouterOSConnectionConfiguration(host: router.host, port: router.port, transport: .tls(.anonymous)),
                credentials: RouterOSCredentials(user: "gate", password: "x"),
                on: MultiThreadedEventLoopGroup.singleton,
                logger: Logger(label: "test")
            )
            try await router.run(script.text.revealed)
            let service = try await router.rows(of: "/ip/service").first { $0["name"] == "api-ssl" }
            #expect(service?["address"] == "127.0.0.1/32,10.213.0.1/32")
            let user = try await router.rows(of: "/user").first { $0["name"] == "gate" }
            #expect(user?["address"] == "127.0.0.1/32,10.213.0.1/32")
            #expect(try await connection.call(Command("/system/identity/print")).rows.count == 1)
            await connection.close()
        }
    }

    @Test func `a router that keeps its own key says which when it is not the one that the gateway was told`()
        async throws
    {
        let told = try Self.script(key: nil)
        try await Self.with("7.22.3") { router in
            let refusal = await #expect(throws: SimulatedRouterError.self) { try await router.run(told.text.revealed) }
            let key = try #require(try await router.rows(of: "/interface/wireguard").first?["public-key"])
            #expect("\(try #require(refusal))".contains(key))
            #expect(try await router.rows(of: "/interface/wireguard/peers").isEmpty)
            let right = try Self.script(key: nil, publicKey: key)
            try await router.run(right.text.revealed)
            #expect(try await router.rows(of: "/interface/wireguard").first?["public-key"] == key)
            #expect(try await router.rows(of: "/interface/wireguard/peers").count == 1)
        }
    }
}
