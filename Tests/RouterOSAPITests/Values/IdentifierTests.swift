import Testing

@testable import RouterOSAPI

struct IdentifierTests {
    @Test(arguments: [("*0", 0), ("*1", 1), ("*1A", 26), ("*C0A80A08", 0xC0A8_0A08), ("*8000ABCD", 0x8000_ABCD)])
    func `an id is read and written`(_ text: String, _ number: UInt64) {
        #expect(ItemID(text)?.number == number)
        #expect(ItemID(number: number).description == text)
    }

    @Test(arguments: ["", "*", "1", "*G", "1A", "**1", "* 1", "*11112222333344445", "*1,*2"])
    func `a position or anything else is no id`(_ text: String) {
        #expect(ItemID(text) == nil)
    }

    @Test func `an id in lower case is the same one`() {
        #expect(ItemID("*c0a80a08") == ItemID("*C0A80A08"))
    }

    @Test(arguments: [
        "", "AA:BB:CC:DD:EE", "AA:BB:CC:DD:EE:FF:00", "AA:BB:CC:DD:EE:FG", "AABBCCDDEEFF", "AA:BB-CC:DD:EE:FF",
        "AA.BB.CC.DD.EE.FF", "00:00:00:00:00:000",
    ])
    func `six pairs and nothing else are a hardware address`(_ text: String) {
        #expect(MACAddress(text) == nil)
    }

    @Test func `a hardware address is compared without regard to case`() {
        #expect(MACAddress("aa-bb-cc-dd-ee-ff") == MACAddress("AA:BB:CC:DD:EE:FF"))
        #expect(MACAddress("00:00:00:00:00:00") == .zero)
        #expect(MACAddress(number: 1).description == "00:00:00:00:00:01")
    }

    @Test(arguments: [
        ("7.22.3 (stable)", "7.22.3"), ("7.22", "7.22"), ("6.49.18 (long-term)", "6.49.18"), ("7.20beta4", "7.20beta4"),
        ("7.22rc3 (testing)", "7.22rc3"), ("7.1alpha1", "7.1alpha1"),
    ])
    func `a version is read with or without its channel`(_ text: String, _ expected: String) {
        #expect(RouterOSVersion(text)?.description == expected)
    }

    @Test(arguments: ["", "7", "7.", "x", "7.2.3.4", "7.22foo1", "7.22rc", "7.-1", "7.22.3stable", "٧.٢"])
    func `anything else is no version`(_ text: String) {
        #expect(RouterOSVersion(text) == nil)
    }

    @Test func `versions are ordered by age`() throws {
        let names = [
            "6.42.12", "6.43", "6.45.1", "7.9", "7.10", "7.18beta2", "7.18beta10", "7.18rc1", "7.18", "7.18.1",
            "7.22.3",
        ]
        let versions = try names.map { try #require(RouterOSVersion($0)) }
        #expect(versions.shuffled().sorted() == versions)
    }
}
