import GatewayDomain
import Testing

@Suite struct TunnelTextTests {
    private static let keys = [
        "YAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=", "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=",
        "TrMvSoP4jYQlY6RIzBgbssQqY3vxI2Pi+y71lOWWXX0=",
    ]

    private static func tunnel(_ endpoint: String = "vpn.example.com:51820") throws -> Tunnel {
        Tunnel(
            network: try TunnelNetwork(TunnelNetwork.standard),
            endpoint: try TunnelEndpoint(endpoint),
            listenPort: 51_821,
            mtu: Tunnel.standardMTU,
            publicKey: try #require(TunnelKey(keys[0]))
        )
    }

    private static func router(_ address: String) throws -> TunnelRouter {
        TunnelRouter(
            address: address,
            site: Site.ID("s1"),
            publicKey: try #require(TunnelKey(keys[1])),
            createdAt: Sample.now
        )
    }

    @Test func `the gateway's file names every router, with its one address`() throws {
        let peers = try ["10.213.0.2", "10.213.0.3"].map { address in
            TunnelConfiguration.Peer(
                router: try Self.router(address),
                presharedKey: Secret("shared-\(address)"),
                title: "Hotel\nPrivateKey = x"
            )
        }
        let file = TunnelConfiguration(tunnel: try Self.tunnel(), privateKey: Secret("own"), peers: peers)
        #expect("\(file.text())" == "<redacted>")
        let lines = file.text().revealed.split(separator: "\n").map(String.init)
        #expect(lines.filter { $0.hasPrefix("Address") } == ["Address = 10.213.0.1/16"])
        #expect(lines.contains("ListenPort = 51821"))
        #expect(lines.filter { $0.hasPrefix("PrivateKey") } == ["PrivateKey = own"])
        #expect(
            lines.filter { $0.hasPrefix("AllowedIPs") } == ["AllowedIPs = 10.213.0.2/32", "AllowedIPs = 10.213.0.3/32"]
        )
        #expect(lines.contains("PresharedKey = shared-10.213.0.3"))
        #expect(lines.contains("# HotelPrivateKey = x"))
    }

    @Test func `only the ports that are named are open to routers`() throws {
        let file = TunnelConfiguration(tunnel: try Self.tunnel(), privateKey: Secret("own"), peers: [])
        #expect(!file.text().revealed.contains("dport"))
        #expect(file.text(openPorts: [8443]).revealed.contains("tcp dport 8443 accept"))
    }

    @Test func `a router is told the gateway's key and address, and nothing is left to fill in`() throws {
        let admission = TunnelAdmission(
            tunnel: try Self.tunnel("[2001:db8::1]:443"),
            router: try Self.router("10.213.0.2"),
            privateKey: Secret(Self.keys[2]),
            presharedKey: Secret("shared")
        )
        let script = TunnelScript(gateway: Sample.gateway(), admission: admission, apiPort: 8730)
        #expect(script.interface == "gg-a1b2")
        #expect(script.gatewayAddress == "10.213.0.1")
        #expect("\(script.text)" == "<redacted>")
        let fragment = script.fragment.revealed
        #expect(fragment.hasPrefix("{\n") && fragment.hasSuffix("\n}") && !fragment.contains("# "))
        let text = script.text.revealed
        #expect(!text.contains("{{") && !text.contains("}}"))
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        for part in [
            "endpoint-address=\"2001:db8::1\" endpoint-port=443", "allowed-address=10.213.0.1/32", "dst-port=8730",
            "address=10.213.0.2/32 network=10.213.0.1", Self.keys[0], Self.keys[1], Self.keys[2],
        ] {
            #expect(text.contains(part), "\(part)")
        }
    }
}
