import Testing

@testable import RouterOSAPI

@Suite struct TLSContextCacheTests {
    @Test func `devices with different pins share a context and other kinds of trust do not`() throws {
        let pins = ["00", "ff"].compactMap { CertificateFingerprint(String(repeating: $0, count: 32)) }
        let contexts = try pins.map { try TLSContextCache.context(for: .pinned($0), minimum: .v12) }
        #expect(contexts.count == 2 && contexts[0] === contexts[1])
        #expect(try TLSContextCache.context(for: .observe, minimum: .v12) === contexts[0])
        #expect(try TLSContextCache.context(for: .anonymous, minimum: .v12) !== contexts[0])
        #expect(try TLSContextCache.context(for: .pinned(pins[0]), minimum: .v10) !== contexts[0])
    }

    @Test func `an authority's file counts as it is now`() throws {
        let folder = try TemporaryFolder()
        let first = try #require(try TestIdentity.router.get().certificatePEM)
        let second = try #require(try TestIdentity.other.get().certificatePEM)
        let path = try folder.write(first, to: "authority.pem")
        let before = try TLSContextCache.context(for: .authority(file: path), minimum: .v12)
        #expect(try TLSContextCache.context(for: .authority(file: path), minimum: .v12) === before)
        _ = try folder.write(second, to: "authority.pem")
        #expect(try TLSContextCache.context(for: .authority(file: path), minimum: .v12) !== before)
    }
}
