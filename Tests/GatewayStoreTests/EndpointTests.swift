import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct EndpointTests {
    private let now = World.start + .seconds(60)

    private func endpoint(_ url: String = "https://wifi.test:8443") throws -> GatewayEndpoint {
        try GatewayEndpoint(url: url, authority: nil)
    }

    @Test func `an endpoint is kept with its authority until it is forgotten`() async throws {
        let world = try await World()
        #expect(try await world.store.endpoint() == nil)
        let authority = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
        let first = try GatewayEndpoint(url: "https://WIFI.test:443/", authority: authority)
        try await world.store.setEndpoint(first, now: now)
        let kept = try #require(try await world.store.endpoint())
        #expect(kept == first)
        #expect((kept.url, kept.host, kept.port, kept.authority) == ("https://wifi.test", "wifi.test", 443, authority))
        try await world.store.setEndpoint(try endpoint("https://[2001:db8::1]:8443"), now: now)
        #expect(try await world.store.endpoint()?.url == "https://[2001:db8::1]:8443")
        try await world.store.setEndpoint(nil, now: now)
        #expect(try await world.store.endpoint() == nil)
    }

    @Test func `every device is compared in full when the endpoint changes, and none when it is the same`() async throws
    {
        let world = try await World()
        try await world.settle()
        #expect(try await world.claim(at: now).isEmpty)
        try await world.store.setEndpoint(try endpoint(), now: now)
        let work = try await world.claim(at: now)
        #expect(Set(work.map(\.device.id)) == [world.harbourDevice.id, world.museumDevice.id])
        #expect(work.allSatisfy { $0.scope == .everything })
        let later = FollowUp(lookAt: now + .seconds(86_400), auditAt: now + .seconds(86_400))
        for one in work { try await world.finish(one, at: now, followUp: later) }
        try await world.store.setEndpoint(try endpoint(), now: now)
        #expect(try await world.claim(at: now).isEmpty)
    }

    @Test func `a coupon that changes after the endpoint does not hide that everything did`() async throws {
        let world = try await World()
        try await world.settle()
        try await world.store.setEndpoint(try endpoint(), now: now)
        _ = try await world.coupons(1, at: now)
        let work = try await world.claim(at: now)
        #expect(work.count == 2)
        #expect(work.allSatisfy { $0.scope == .everything })
    }

    @Test(arguments: [
        "http://wifi.test", "https://wifi.test/path", "https://wifi.test?", "https://me@wifi.test", "wifi.test", "",
        "https://wifi.test:0", "https://wi$fi.test", "https://wifi.test/\"",
    ])
    func `an address that routers could not use is refused`(url: String) {
        #expect(throws: PortalValueError.self) { try GatewayEndpoint(url: url, authority: nil) }
    }

    @Test func `an authority is one certificate that fits into a file on a router`() throws {
        let pem = { (kind: String, body: String) in "-----BEGIN \(kind)-----\n\(body)\n-----END \(kind)-----\n" }
        let good = pem("CERTIFICATE", "MIIB")
        for text in [
            "", pem("CERTIFICATE", ""), pem("PRIVATE KEY", "MIIB"), pem("CERTIFICATE", "MI$B"), good + good,
            pem("CERTIFICATE", String(repeating: "A", count: 4000)),
        ] {
            #expect(throws: PortalValueError.self) { try GatewayEndpoint(url: "https://wifi.test", authority: text) }
        }
        #expect(try GatewayEndpoint(url: "https://wifi.test", authority: good).authority == good)
        #expect(try GatewayEndpoint(url: "https://wifi.test", authority: "\r\n" + good).authority == good)
    }

    @Test func `plain HTTP must be asked for and has no authority`() throws {
        let plain = try GatewayEndpoint(url: "http://192.0.2.10:8080", authority: nil, allowsPlainHTTP: true)
        #expect((plain.isSecure, plain.url) == (false, "http://192.0.2.10:8080"))
        let authority = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
        #expect(throws: PortalValueError.self) {
            try GatewayEndpoint(url: "http://192.0.2.10:8080", authority: authority, allowsPlainHTTP: true)
        }
    }
}
