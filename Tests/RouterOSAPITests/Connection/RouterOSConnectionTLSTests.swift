import NIOCore
import Testing

@testable import RouterOSAPI

/// The connection inside of TLS, over real sockets.
@Suite(.timeLimit(.minutes(15)))
struct RouterOSConnectionTLSTests {
    private static func withServer(
        _ identity: TLSServerIdentity,
        _ body: (RouterOSConnectionConfiguration) async throws -> Void
    ) async throws {
        let server = try await ScriptedServer.start(tls: identity) { sentence, peer in
            peer.send(["!re", ".tag=\(sentence.tagText)", "=name=MikroTik"], ["!done", ".tag=\(sentence.tagText)"])
        }
        do {
            try await body(server.configuration)
        } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
    }

    private static func identity(
        of configuration: RouterOSConnectionConfiguration,
        by transport: RouterOSConnectionConfiguration.Transport
    ) async throws -> (name: String?, fingerprint: CertificateFingerprint?) {
        var configuration = configuration
        configuration.transport = transport
        let connection = try await RouterOSConnectionTests.connect(configuration)
        let response = try await connection.call(Command("/system/identity/print"))
        await connection.close()
        return (response.rows.first?.text("name"), connection.peerFingerprint)
    }

    @Test func `a pinned certificate is used for a whole exchange`() async throws {
        let identity = try TLSServerIdentity.selfSigned(commonName: "router")
        let fingerprint = try #require(identity.fingerprint)
        try await Self.withServer(identity) { configuration in
            let answer = try await Self.identity(of: configuration, by: .tls(.pinned(fingerprint)))
            #expect(answer.name == "MikroTik")
            #expect(answer.fingerprint == fingerprint)
        }
    }

    @Test func `another certificate than the pinned one gets no password`() async throws {
        let identity = try TLSServerIdentity.selfSigned(commonName: "router")
        let presented = try #require(identity.fingerprint)
        let expected = try #require(CertificateFingerprint(String(repeating: "ab", count: 32)))
        try await Self.withServer(identity) { configuration in
            await #expect(
                throws: RouterOSError(
                    .tls(.pinMismatch(expected: expected, presented: presented)),
                    command: "/login"
                )
            ) {
                try await Self.identity(of: configuration, by: .tls(.pinned(expected)))
            }
        }
    }

    @Test func `an anonymous router is spoken to when that was asked for`() async throws {
        try await Self.withServer(.anonymous) { configuration in
            let answer = try await Self.identity(of: configuration, by: .tls(.anonymous))
            #expect(answer.name == "MikroTik")
            #expect(answer.fingerprint == nil)
        }
    }

    @Test func `a fingerprint is read without a login`() async throws {
        let identity = try TLSServerIdentity.selfSigned(commonName: "router")
        try await Self.withServer(identity) { configuration in
            let fingerprint = try await RouterOSConnection.probeFingerprint(
                host: configuration.host,
                port: configuration.port,
                on: ScriptedServer.group
            )
            #expect(fingerprint == identity.fingerprint)
        }
        try await Self.withServer(.anonymous) { configuration in
            await #expect(throws: RouterOSError(.tls(.peerHasNoCertificate))) {
                try await RouterOSConnection.probeFingerprint(
                    host: configuration.host,
                    port: configuration.port,
                    on: ScriptedServer.group
                )
            }
        }
    }

    @Test func `a connection that only looks at a certificate never logs in`() async throws {
        let configuration = RouterOSConnectionConfiguration(host: "127.0.0.1", port: 1, transport: .tls(.observe))
        await #expect(throws: RouterOSError(.untrustedLink)) {
            try await RouterOSConnectionTests.connect(configuration)
        }
    }

    @Test func `a peer that accepts and says nothing is left when the login's time is over`() async throws {
        let identity = try TLSServerIdentity.selfSigned(commonName: "router")
        let fingerprint = try #require(identity.fingerprint)
        let server = try await ScriptedServer.start(answersLogin: false) { _, _ in }
        var configuration = server.configuration
        configuration.transport = .tls(.pinned(fingerprint))
        configuration.loginTimeout = .milliseconds(100)
        // The server takes the handshake for sentences and never answers, or closes: both are named.
        await #expect {
            _ = try await RouterOSConnectionTests.connect(configuration)
        } throws: { error in
            ["timed_out", "tls_closed_during_handshake"].contains((error as? RouterOSError)?.label)
        }
        try await server.stop()
    }
}
