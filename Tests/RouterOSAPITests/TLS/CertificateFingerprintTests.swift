import Testing

@testable import RouterOSAPI

@Suite struct CertificateFingerprintTests {
    private let digits = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF"

    @Test func `digits are read in either case with colons or without`() throws {
        let plain = try #require(CertificateFingerprint(digits))
        let pairs = stride(from: 0, to: 64, by: 2).map { String(Array(digits)[$0..<$0 + 2]) }
        #expect(CertificateFingerprint(pairs.joined(separator: ":").uppercased()) == plain)
        #expect(plain.description == digits.lowercased())
        #expect(plain.bytes.count == 32 && plain.bytes[0] == 0x01 && plain.bytes[31] == 0xef)
        #expect(CertificateFingerprint(plain.description) == plain)
    }

    @Test func `anything else is refused`() {
        #expect(CertificateFingerprint("") == nil)
        #expect(CertificateFingerprint(String(digits.dropLast())) == nil)
        #expect(CertificateFingerprint(digits + "0") == nil)
        #expect(CertificateFingerprint(digits + ":") == nil)
        #expect(CertificateFingerprint("01:" + digits.dropFirst(2)) == nil)
        #expect(CertificateFingerprint(":" + digits) == nil)
        #expect(CertificateFingerprint("g" + digits.dropFirst()) == nil)
        #expect(CertificateFingerprint(" " + digits.dropFirst()) == nil)
    }
}
