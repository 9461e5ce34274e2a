import Testing

@testable import RouterOSAPI

@Suite struct TLSErrorTests {
    private static let fingerprint = CertificateFingerprint(String(repeating: "ab", count: 32))

    private static let all: [TLSError] =
        (fingerprint.map { [.pinMismatch(expected: $0, presented: $0)] } ?? [])
        + [
            .certificateExpired(presented: fingerprint), .certificateNotYetValid(presented: nil),
            .hostMismatch(host: "router.test", presented: fingerprint), .untrustedAuthority(presented: fingerprint),
            .certificateRefused(reason: "EE certificate key too weak", presented: nil), .peerHasNoCertificate,
            .peerIsNotAnonymous, .noCommonVersion(minimum: .v12), .noCommonCipher,
            .refusedByPeer(alert: 42, name: "bad certificate"), .notTLS, .closedDuringHandshake, .closed,
            .writeWhileObserving, .tooMuchBeforeHandshake(bytesMaximum: 1), .answersUnread, .configuration("x"),
            .other("y"),
        ]

    @Test func `every error is one line and has a label of its own`() {
        #expect(Self.all.count == 19)
        for error in Self.all {
            #expect(!error.description.contains("\n") && !error.description.isEmpty)
            #expect(error.label.allSatisfy { $0 == "_" || $0.isLowercase })
        }
        #expect(Set(Self.all.map(\.label)).count == Self.all.count)
    }

    @Test func `a text names the thing and the remedy`() throws {
        let fingerprint = try #require(Self.fingerprint)
        let mismatch = TLSError.pinMismatch(expected: fingerprint, presented: fingerprint).description
        #expect(mismatch.contains(fingerprint.description) && mismatch.contains("trust the new one"))
        #expect(TLSError.hostMismatch(host: "10.0.0.1", presented: nil).description.contains("does not name 10.0.0.1"))
        #expect(TLSError.noCommonVersion(minimum: .v12).description.contains("TLS 1.2 or newer"))
        #expect(TLSError.peerHasNoCertificate.description.contains("/ip/service/set api-ssl certificate="))
    }

    @Test func `versions are ordered and named`() {
        #expect(TLSVersion.allCases.sorted() == [.v10, .v11, .v12, .v13])
        #expect(TLSVersion.allCases.map(\.description) == ["TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"])
    }
}
