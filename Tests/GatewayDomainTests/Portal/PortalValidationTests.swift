import GatewayDomain
import Testing

struct PortalValidationTests {
    private func error(_ change: (inout Instance) -> Void) -> PortalValueError? {
        var instance = Sample.instance
        change(&instance)
        do throws(PortalValueError) {
            try instance.validate()
            return nil
        } catch {
            return error
        }
    }

    @Test func `an instance is checked field by field`() {
        #expect(error { _ in } == nil)
        #expect(error { $0.name = "" } == .empty(.name))
        #expect(error { $0.name = "a\nb" } == .controlCharacter(.name))
        #expect(error { $0.name = " a" } == .outerSpace(.name))
        #expect(error { $0.name = String(repeating: "ä", count: 33) } == .tooLong(.name, bytesMaximum: 64))
        #expect(error { $0.sessionSeconds = 1199 } == .outOfBounds(.sessionTTL, value: 1199, bounds: 1200...604_800))
        #expect(error { $0.codeLength = 13 } == .outOfBounds(.codeLength, value: 13, bounds: 6...12))
        #expect(error { $0.devicePolicy = .shared(1) } == .outOfBounds(.devicePolicy, value: 1, bounds: 2...100))
        #expect(error { $0.sessionSeconds = 1 }?.description == "session_ttl is 1, but must be 1200 to 604800")
    }

    @Test(arguments: ["5M/20M", "512k", "1M/2M 2M/4M 1M/1M 8/8 8 256k/256k"]) func `rate limits of RouterOS pass`(
        text: String
    ) {
        #expect(error { $0.rateLimit = text } == nil)
    }

    @Test(arguments: ["fast", "5M/", "/5M", "5M/5M/5M", "5 M", "1 2 3 4 5 6 7", "5M;quit"])
    func `other rate limits do not`(text: String) {
        #expect(error { $0.rateLimit = text }?.field == .rateLimit)
    }

    private func row(_ host: String, _ change: (inout WalledGardenEntry) -> Void = { _ in }) throws(PortalValueError)
        -> DesiredGardenRow
    {
        let target = try WalledGardenEntry.Target(text: host)
        var entry = WalledGardenEntry(
            id: Sample.entry(1),
            site: Site.ID("s"),
            position: 0,
            name: "pay",
            target: target,
            createdAt: Sample.now
        )
        change(&entry)
        return try entry.row()
    }

    @Test func `an address, a network and a plain host go to the list that lets HTTPS through`() throws {
        let address = try row("203.0.113.7")
        #expect(address.list == .address)
        #expect(address.properties == ["action": "accept", "dst-address": "203.0.113.7"])
        #expect(try row("203.0.113.9/24").properties["dst-address"] == "203.0.113.0/24")
        let host = try row("WWW.Example.com") {
            $0.port = "443"
            $0.transport = "tcp"
            $0.action = .deny
        }
        #expect(host.list == .address)
        #expect(
            host.properties == [
                "action": "reject", "dst-host": "www.example.com", "dst-port": "443", "protocol": "tcp",
            ]
        )
    }

    @Test func `a pattern, a path or a method goes to the list of requests`() throws {
        #expect(try row("*.example.com").properties == ["action": "allow", "dst-host": "*.example.com"])
        #expect(try row(":^pay[0-9]+$").list == .request)
        let row = try row("example.com") {
            $0.path = "/pay/*"
            $0.method = "GET"
            $0.action = .deny
        }
        #expect(row.list == .request)
        #expect(row.properties == ["action": "deny", "dst-host": "example.com", "path": "/pay/*", "method": "GET"])
    }

    @Test(arguments: [
        "", "https://example.com", "example.com/pay", "example.com:443", "-a.com", "a..com", "exa mple.com",
        "300.1.1.1", "10.0.0.0/33",
        "::1", "a\u{0}b.com", "ex\nample.com",
    ]) func `what is no host is refused`(host: String) {
        let error = #expect(throws: PortalValueError.self) { try row(host) }
        #expect(error?.field == .host)
        #expect(error?.description.isEmpty == false)
    }

    @Test func `a port needs a protocol that has ports`() {
        func error(_ port: String, _ transport: String?) -> PortalValueError? {
            #expect(throws: PortalValueError.self) {
                try row("example.com") {
                    $0.port = port
                    $0.transport = transport
                }
            }
        }
        #expect(error("443", nil)?.description == "port: a port needs a protocol; give tcp or udp")
        #expect(error("443", "icmp")?.field == .port)
        for port in ["0", "65536", "a", "20-10", "1-2-3", "", "+5"] { #expect(error(port, "tcp")?.field == .port) }
    }

    @Test func `paths and methods need a host and HTTP`() {
        func field(_ host: String, _ change: (inout WalledGardenEntry) -> Void) -> PortalValueError.Field? {
            #expect(throws: PortalValueError.self) { try row(host, change) }?.field
        }
        #expect(field("203.0.113.7") { $0.path = "/x" } == .path)
        #expect(field("example.com") { $0.method = "FETCH" } == .method)
        #expect(field("example.com") { $0.path = "x" } == .path)
        #expect(field("*.example.com") { $0.transport = "udp" } == .transport)
    }

    @Test func `accounts and devices are checked, too`() throws {
        var account = HotspotUser(
            id: HotspotUser.ID("u"),
            site: Site.ID("s"),
            instance: Sample.instance.id,
            name: "till",
            password: Secret(""),
            createdAt: Sample.now
        )
        try account.validate()
        account.uptimeSecondsMaximum = 0
        #expect(#expect(throws: PortalValueError.self) { try account.validate() }?.field == .uptimeLimit)
        func device(_ host: String, _ port: Int) -> Device {
            Device(
                id: Device.ID("d"),
                site: Site.ID("s"),
                host: host,
                port: port,
                user: "api",
                trust: .anonymous,
                createdAt: Sample.now
            )
        }
        try device("10.0.0.1", 8729).validate()
        for host in ["fe80::1", "fe80::1%ether1", "::1", "2001:db8:0:0:0:0:0:1", "2001:DB8::"] {
            try device(host, 8729).validate()
        }
        for host in ["http://gw", "gw:8729", "1:2:3", "::1::2", ":::", "2001:db8::12345", "fe80::1%", "[::1]"] {
            let error = #expect(throws: PortalValueError.self) { try device(host, 1).validate() }
            #expect(error?.field == .host, "\(host)")
        }
        try device("gw.example.com", 1).validate()
        #expect(#expect(throws: PortalValueError.self) { try device("gw example", 1).validate() }?.field == .host)
        #expect(#expect(throws: PortalValueError.self) { try device("10.0.0.1", 65_536).validate() }?.field == .port)
    }
}
