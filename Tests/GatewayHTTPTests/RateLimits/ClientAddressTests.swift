import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct ClientAddressTests {
    private static func address(_ peer: String, _ forwarded: [String], trusting proxies: String...) -> ClientAddress {
        var headers = HTTPFields()
        for value in forwarded { headers.append(HTTPField(name: .xForwardedFor, value: value)) }
        return ClientAddress(peer: peer, headers: headers, proxies: proxies.compactMap { AddressBlock($0) })
    }

    @Test func `nobody is believed who was not named`() {
        #expect(Self.address("192.0.2.1", ["203.0.113.9"]).text == "192.0.2.1")
        #expect(Self.address("192.0.2.1", ["203.0.113.9"], trusting: "127.0.0.1").text == "192.0.2.1")
    }

    @Test func `of a known proxy the first address from the right counts that is not a proxy's`() {
        let trusted = "10.0.0.0/8"
        #expect(Self.address("10.0.0.1", ["203.0.113.9"], trusting: trusted).text == "203.0.113.9")
        #expect(Self.address("10.0.0.1", ["198.51.100.1, 203.0.113.9"], trusting: trusted).text == "203.0.113.9")
        #expect(Self.address("10.0.0.1", ["203.0.113.9, 10.1.1.1"], trusting: trusted).text == "203.0.113.9")
        #expect(Self.address("10.0.0.1", ["203.0.113.9", "10.1.1.1"], trusting: trusted).text == "203.0.113.9")
        #expect(Self.address("10.0.0.1", ["203.0.113.9, nonsense"], trusting: trusted).text == "10.0.0.1")
        #expect(Self.address("10.0.0.1", [], trusting: trusted).text == "10.0.0.1")
        #expect(Self.address("10.0.0.1", ["203.0.113.9:4711"], trusting: trusted).text == "203.0.113.9")
        #expect(Self.address("10.0.0.1", ["[2001:db8::1]:4711"], trusting: trusted).text == "2001:db8::1")
        #expect(Self.address("10.0.0.1", ["2001:db8::1"], trusting: trusted).text == "2001:db8::1")
    }

    @Test func `a network of IPv6 counts as one, and mapped addresses are those of IPv4`() {
        let first = Self.address("2001:db8:1:2::1", [])
        #expect(first.key == Self.address("2001:db8:1:2:ffff::9", []).key)
        #expect(first.key != Self.address("2001:db8:1:3::1", []).key)
        #expect(Self.address("::ffff:192.0.2.1", []).key == Self.address("192.0.2.1", []).key)
        #expect(Self.address("192.0.2.1", []).key != Self.address("192.0.2.2", []).key)
    }

    @Test(arguments: ["", "10.0.0.0/33", "10.0.0", "fd00::/129", "host", "10.0.0.0/-1", "10.0.0.0/8/8"])
    func `what is no network is refused`(text: String) {
        #expect(AddressBlock(text) == nil)
    }

    @Test func `a network holds what begins like it`() throws {
        let block = try #require(AddressBlock("172.16.0.0/12"))
        #expect(block.contains([172, 31, 255, 255]))
        #expect(!block.contains([172, 32, 0, 0]))
        #expect(try #require(AddressBlock("0.0.0.0/0")).contains([8, 8, 8, 8]))
    }
}
