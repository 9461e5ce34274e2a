import GatewayDomain
import Testing

@Suite struct TunnelValueTests {
    @Test(arguments: [
        ("vpn.example.com:51820", "vpn.example.com", 51_820), ("192.0.2.10:443", "192.0.2.10", 443),
        ("[2001:db8::1]:51820", "2001:db8::1", 51_820), ("gate:1", "gate", 1),
    ])
    func `an endpoint is a host and a port`(text: String, host: String, port: Int) throws {
        let endpoint = try TunnelEndpoint(text)
        #expect((endpoint.host, endpoint.port) == (host, port))
        #expect(endpoint.description == text)
    }

    @Test(arguments: [
        "", "vpn.example.com", ":51820", "vpn.example.com:", "vpn.example.com:0", "vpn.example.com:65536",
        "vpn.example.com:+1", "vpn.example.com:a", "https://vpn.example.com:51820", "vpn example:51820",
        "vpn_.example.com/x:1", "192.0.2.256:51820", "2001:db8::1:51820", "[2001:db8::1]", "[fe80::1%eth0]:51820",
        "[gate]:51820", "vpn\";/system/reset:51820", "$x:51820", "[/quit]:1",
    ])
    func `what nobody can dial is no endpoint`(text: String) {
        #expect(throws: PortalValueError.self) { try TunnelEndpoint(text) }
    }

    @Test func `the gateway has the first address, and routers the others`() throws {
        let network = try TunnelNetwork("10.213.7.9/16")
        #expect(network.description == "10.213.0.0/16")
        #expect((network.gatewayAddress, network.gatewayPrefix) == ("10.213.0.1", "10.213.0.1/16"))
        #expect(network.capacity == 65_533)
        #expect(network.freeAddress(besides: []) == "10.213.0.2")
        #expect(network.freeAddress(besides: ["10.213.0.2", "10.213.0.4"]) == "10.213.0.3")
        #expect(network.isForRouters("10.213.255.254"))
        for address in ["10.213.0.0", "10.213.0.1", "10.213.255.255", "10.214.0.2", "10.213.0.02", "gate"] {
            #expect(!network.isForRouters(address), "\(address)")
        }
    }

    @Test func `a full network has no address left, and not one too few`() throws {
        let network = try TunnelNetwork("192.168.99.0/29")
        var used: Set<String> = []
        while let address = network.freeAddress(besides: used) {
            #expect(network.isForRouters(address))
            #expect(used.insert(address).inserted)
        }
        #expect(used.count == network.capacity)
        #expect(used.sorted().last == "192.168.99.6")
        #expect(try TunnelNetwork("10.0.0.0/30").capacity == 1)
    }

    @Test(arguments: [
        "", "10.213.0.0", "10.213.0.0/31", "10.0.0.0/7", "10.213.0.0/x", "10.213.0/16", "fd00::/48", "224.0.0.0/16",
        "127.0.0.0/16", "0.0.0.0/8", "169.254.0.0/16",
    ])
    func `what has no room for hosts is no network`(text: String) {
        #expect(throws: PortalValueError.self) { try TunnelNetwork(text) }
    }

    @Test(arguments: [
        ("YAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=", true), ("", false),
        ("YAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk", false), ("YAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBml=", false),
        ("YAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=\n", false),
        ("YAnz5TF-lXXJte14tji3zlMNq_hd2rYUIgJBgB3fBmk=", false),
        ("YAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBg==", false),
    ])
    func `a key is written in one way`(text: String, isKey: Bool) {
        #expect((TunnelKey(text) != nil) == isKey)
    }
}
