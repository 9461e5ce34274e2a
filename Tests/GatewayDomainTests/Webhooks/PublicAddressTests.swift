import GatewayDomain
import Testing

@Suite struct PublicAddressTests {
    private static func bytes(_ text: String) -> [UInt8] {
        if text.contains(".") { return text.split(separator: ".").compactMap { UInt8($0) } }
        let runs = text.split(separator: "::", omittingEmptySubsequences: false).map { run in
            run.split(separator: ":").compactMap { UInt16($0, radix: 16) }
        }
        let groups =
            runs.count == 1
            ? runs[0] : runs[0] + Array(repeating: 0, count: 8 - runs[0].count - runs[1].count) + runs[1]
        return groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    @Test(arguments: [
        "0.0.0.0", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255", "127.0.0.1",
        "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1",
        "192.168.88.1",
        "198.18.0.1", "198.19.255.255", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "168.63.129.16", "::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1",
        "2001:db8::1",
        "2001::1", "2002:a00:1::", "3fff::1", "100::1", "::ffff:a00:1", "::ffff:7f00:1", "::ffff:a9fe:a9fe",
        "64:ff9b::a00:1",
        "64:ff9b:1::1", "::a00:1",
    ])
    func `an address of the operator's own networks, or of nobody, is none of the Internet`(text: String) {
        #expect(PublicAddress.objection(to: Self.bytes(text)) != nil)
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.255.255.255", "128.0.0.1",
        "169.253.0.1",
        "172.15.255.255", "172.32.0.1", "192.167.255.255", "192.169.0.1", "198.17.255.255", "198.20.0.1",
        "223.255.255.255",
        "2606:4700::1111", "2a00:1450::1", "::ffff:101:101", "64:ff9b::101:101",
    ])
    func `an address of the Internet is one, up to its neighbours`(text: String) {
        #expect(PublicAddress.objection(to: Self.bytes(text)) == nil)
    }

    @Test func `what is no address is none`() {
        #expect(PublicAddress.objection(to: []) != nil)
        #expect(PublicAddress.objection(to: [1, 1, 1]) != nil)
    }
}
