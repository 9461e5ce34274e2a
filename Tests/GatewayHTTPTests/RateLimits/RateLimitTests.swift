import GatewayDomain
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct RateLimitTests {
    private static let path = "/captive/instances/9a7f1b2c-3d4e-5f6a-7b8c-9d0e1f2a3b4c/coupons"

    @Test func `wrong tokens are slowed down, good ones and other addresses are not`() async throws {
        var limits = RateLimits()
        limits.failedLoginsPerMinute = 2
        limits.trustedProxies = [try #require(AddressBlock("127.0.0.1"))]
        try await APIWorld.serving(rateLimits: limits) { world in
            let wrong = "Bearer nonsense"
            for _ in 0..<2 {
                #expect(try await world.call(.get, Self.path, authorization: wrong).status == 401)
            }
            let slowed = try await world.call(.get, Self.path, authorization: wrong)
            #expect((slowed.status, slowed.code) == (429, "rate_limited"))
            #expect(slowed.headers[.retryAfter] == "30")
            #expect(slowed.json?["type"]?.stringValue == "rate_limit_error")
            // Known to be good before anybody counts; unknown is only the instance.
            #expect(try await world.call(.get, Self.path).status == 404)
            let elsewhere: HTTPFields = [.xForwardedFor: "203.0.113.9"]
            #expect(try await world.call(.get, Self.path, authorization: wrong, headers: elsewhere).status == 401)
            world.clock.advance(by: .seconds(30))
            #expect(try await world.call(.get, Self.path, authorization: wrong).status == 401)
        }
    }

    @Test func `public links are counted whether they are good or not`() async throws {
        var limits = RateLimits()
        limits.publicRequestsPerMinute = 3
        try await APIWorld.serving(rateLimits: limits) { world in
            let link = "/captive/coupons?sid=x&expires=1&signature=00"
            for _ in 0..<3 { #expect(try await world.call(.get, link, authorization: "").status == 403) }
            let slowed = try await world.call(.get, link, authorization: "")
            #expect(slowed.status == 429)
            #expect(slowed.headers[.retryAfter] == "20")
        }
    }

    @Test func `more addresses than are remembered neither fill the memory nor let one in for free`() throws {
        let limiter = RateLimiter(perMinute: 2)
        let start = TestClock.start
        let tries = ClientAddress(peer: "198.51.100.7", headers: [:], proxies: [])
        for _ in 0..<2 { try limiter.count(tries, at: start) }
        for number in 0..<(RateLimiter.addressesMaximum * 2) {
            let peer = "10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"
            try limiter.count(ClientAddress(peer: peer, headers: [:], proxies: []), at: start)
        }
        let last = ClientAddress(peer: "192.0.2.1", headers: [:], proxies: [])
        for _ in 0..<2 { try limiter.count(last, at: start) }
        #expect(throws: APIError.self) { try limiter.count(last, at: start) }
        #expect(throws: APIError.self) { try limiter.count(tries, at: start) }
        #expect(limiter.addressCount <= RateLimiter.addressesMaximum)
    }
}
