import NIOCore
import NIOPosix
import Testing

@testable import RouterOSAPI

/// Our client against `openssl s_server`, whose code is not ours.
@Suite(.timeLimit(.minutes(15))) struct TLSClientAgainstOpenSSLTests {
    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `a pinned certificate is trusted on both versions`(version: String) async throws {
        let made = try await StrangersCertificate()
        let pin = try #require(CertificateFingerprint(made.fingerprint))
        let server = try await OpenSSLProcess.server(made.server + [version])
        defer { server.process.kill() }
        let outcome = try await TLSLineClient.talk(to: server.port, trust: .pinned(pin))
        #expect(outcome.error == nil)
        #expect(outcome.received == "olleh\n")
        #expect(outcome.handshake?.peerFingerprint == pin)
        #expect(outcome.handshake?.version == (version == "-tls1_2" ? .v12 : .v13))
    }

    @Test func `a wrong pin names both fingerprints and the peer gets an alert`() async throws {
        let made = try await StrangersCertificate()
        let presented = try #require(CertificateFingerprint(made.fingerprint))
        let expected = try #require(CertificateFingerprint(String(repeating: "0a", count: 32)))
        let server = try await OpenSSLProcess.server(made.server)
        defer { server.process.kill() }
        let outcome = try await TLSLineClient.talk(to: server.port, trust: .pinned(expected))
        #expect(outcome.error == .pinMismatch(expected: expected, presented: presented))
        #expect(outcome.handshake == nil && outcome.received.isEmpty)
        #expect(await server.process.output(containing: "alert bad certificate").contains("alert bad certificate"))
    }

    @Test(arguments: ["127.0.0.1", "router.test", "router.test.", "a.wild.test"])
    func `an authority's certificate is trusted for the hosts it names`(host: String) async throws {
        let authority = try await StrangersCertificate(names: "DNS:authority.test")
        let leaf = try await StrangersCertificate(signedBy: authority)
        let server = try await OpenSSLProcess.server(leaf.server)
        defer { server.process.kill() }
        let trust = TLSTrust.authority(file: authority.certificate)
        let outcome = try await TLSLineClient.talk(to: server.port, as: host, trust: trust)
        #expect(outcome.error == nil)
        #expect(outcome.received == "olleh\n")
    }

    @Test(arguments: ["127.0.0.2", "other.test", "::1", "a.b.wild.test"])
    func `an authority's certificate is refused for any other host`(host: String) async throws {
        let authority = try await StrangersCertificate(names: "DNS:authority.test")
        let leaf = try await StrangersCertificate(signedBy: authority)
        let server = try await OpenSSLProcess.server(leaf.server)
        defer { server.process.kill() }
        let trust = TLSTrust.authority(file: authority.certificate)
        let outcome = try await TLSLineClient.talk(to: server.port, as: host, trust: trust)
        let presented = CertificateFingerprint(leaf.fingerprint)
        #expect(outcome.error == .hostMismatch(host: host, presented: presented))
        #expect(outcome.handshake == nil && outcome.received.isEmpty)
    }

    @Test func `a device's own certificate may be the authority and a stranger's may not`() async throws {
        let made = try await StrangersCertificate()
        let other = try await StrangersCertificate()
        let server = try await OpenSSLProcess.server(made.server)
        defer { server.process.kill() }
        let own = try await TLSLineClient.talk(to: server.port, trust: .authority(file: made.certificate))
        #expect(own.received == "olleh\n")
        let strange = try await TLSLineClient.talk(to: server.port, trust: .authority(file: other.certificate))
        #expect(strange.error == .untrustedAuthority(presented: CertificateFingerprint(made.fingerprint)))
    }

    @Test func `a key of 1024 bits is refused by an authority with the reason`() async throws {
        let made = try await StrangersCertificate(bits: 1024)
        let server = try await OpenSSLProcess.server(made.server + ["-cipher", "ALL:@SECLEVEL=0"])
        defer { server.process.kill() }
        let outcome = try await TLSLineClient.talk(to: server.port, trust: .authority(file: made.certificate))
        guard case .certificateRefused(let reason, _) = outcome.error else {
            Issue.record("\(String(describing: outcome.error))")
            return
        }
        #expect(reason.contains("weak"))
    }

    @Test func `dates count for an authority and not for a pin`() async throws {
        for (identity, isExpired) in [(TestIdentity.expired, true), (TestIdentity.future, false)] {
            let identity = try identity.get()
            let server = try await TLSLineServer(identity)
            let folder = try TemporaryFolder()
            let file = try folder.write(#require(identity.certificatePEM), to: "own.pem")
            let pin = try #require(identity.fingerprint)
            let judged = try await TLSLineClient.talk(to: server.port, trust: .authority(file: file))
            #expect(
                judged.error
                    == (isExpired ? .certificateExpired(presented: pin) : .certificateNotYetValid(presented: pin))
            )
            let pinned = try await TLSLineClient.talk(to: server.port, trust: .pinned(pin))
            #expect(pinned.error == nil)
            #expect(pinned.received == "hello\n")
            try await server.stop()
        }
    }

    @Test func `an anonymous device is spoken to only when asked for`() async throws {
        let server = try await OpenSSLProcess.server(["-nocert", "-cipher", "ADH:@SECLEVEL=0", "-tls1_2"])
        defer { server.process.kill() }
        let asked = try await TLSLineClient.talk(to: server.port, trust: .anonymous)
        #expect(asked.received == "olleh\n")
        #expect(asked.handshake?.cipher.hasPrefix("ADH-") == true)
        let pin = try #require(CertificateFingerprint(String(repeating: "00", count: 32)))
        let pinned = try await TLSLineClient.talk(to: server.port, trust: .pinned(pin))
        #expect(pinned.error == .peerHasNoCertificate)
        let observed = try await TLSLineClient.talk(to: server.port, trust: .observe)
        #expect(observed.error == .peerHasNoCertificate)
    }

    @Test func `a device with a certificate refuses anonymous connections`() async throws {
        let made = try await StrangersCertificate()
        let server = try await OpenSSLProcess.server(made.server)
        defer { server.process.kill() }
        let outcome = try await TLSLineClient.talk(to: server.port, trust: .anonymous)
        #expect(outcome.error == .peerIsNotAnonymous)
    }

    @Test func `TLS 1 point 0 is spoken only when asked for`() async throws {
        let made = try await StrangersCertificate()
        let pin = try #require(CertificateFingerprint(made.fingerprint))
        let server = try await OpenSSLProcess.server(made.server + ["-tls1", "-cipher", "ALL:@SECLEVEL=0"])
        defer { server.process.kill() }
        let refused = try await TLSLineClient.talk(to: server.port, trust: .pinned(pin))
        #expect(refused.error == .noCommonVersion(minimum: .v12))
        let asked = try await TLSLineClient.talk(to: server.port, trust: .pinned(pin), minimum: .v10)
        #expect(asked.received == "olleh\n")
        #expect(asked.handshake?.version == .v10)
    }

    @Test(arguments: ["DHE-RSA-AES256-GCM-SHA384", "DHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-GCM-SHA384"])
    func `the suites that RouterOS 6 prefers are spoken`(suite: String) async throws {
        let made = try await StrangersCertificate()
        let pin = try #require(CertificateFingerprint(made.fingerprint))
        let server = try await OpenSSLProcess.server(made.server + ["-tls1_2", "-cipher", suite])
        defer { server.process.kill() }
        let outcome = try await TLSLineClient.talk(to: server.port, trust: .pinned(pin))
        #expect(outcome.received == "olleh\n")
        #expect(outcome.handshake?.cipher == suite)
    }

    @Test func `observing reads a stranger's fingerprint and sends nothing`() async throws {
        let made = try await StrangersCertificate()
        let server = try await OpenSSLProcess.server(made.server)
        defer { server.process.kill() }
        let outcome = try await TLSLineClient.talk(to: server.port, trust: .observe)
        #expect(outcome.handshake?.peerFingerprint == CertificateFingerprint(made.fingerprint))
        #expect(outcome.received.isEmpty && outcome.error == nil)
    }

    @Test func `a peer that is cut is told apart from one that says goodbye`() async throws {
        let made = try await StrangersCertificate()
        let pin = try #require(CertificateFingerprint(made.fingerprint))
        let server = try await OpenSSLProcess.server(made.server)
        defer { server.process.kill() }
        // s_server's reversing mode says goodbye at the line CLOSE.
        let goodbye = try await TLSLineClient.talk(
            to: server.port,
            trust: .pinned(pin),
            line: "CLOSE",
            hangsUp: false
        )
        #expect(goodbye.error == nil)
        #expect(goodbye.closure == .closeNotify)

        let dying = try await OpenSSLProcess.server(made.server)
        async let cut = TLSLineClient.talk(to: dying.port, trust: .pinned(pin), hangsUp: false)
        _ = await dying.process.output(containing: "CONNECTION ESTABLISHED")
        dying.process.kill()
        #expect(try await cut.error == nil)
        #expect(try await cut.closure == .truncated)
    }

    @Test(arguments: ["", "HTTP/1.0 400 Bad Request\r\n\r\n"])
    func `a peer that speaks no TLS ends in a named error`(greeting: String) async throws {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(TLSLessPeer(greeting: greeting))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        let outcome = try await TLSLineClient.talk(to: port, trust: .observe)
        #expect(outcome.error == (greeting.isEmpty ? .closedDuringHandshake : .notTLS))
        try await listener.close()
    }

    @Test func `files that cannot be used are named`() throws {
        let folder = try TemporaryFolder()
        let missing = folder.path("missing.pem")
        #expect(throws: TLSError.configuration("\(missing) cannot be opened: check the path and its permissions")) {
            try TLSHandler(connectingTo: "router.test", trust: .authority(file: missing))
        }
        let empty = try folder.write("nothing here", to: "empty.pem")
        #expect(throws: TLSError.self) { try TLSHandler(connectingTo: "router.test", trust: .authority(file: empty)) }
        #expect(throws: TLSError.self) { try TLSHandler(connectingTo: "router.test", trust: .anonymous, minimum: .v13) }
        #expect(throws: TLSError.self) { try TLSServerIdentity.pem(certificateFile: empty, keyFile: empty) }
        #expect(throws: TLSError.self) {
            try TLSServerIdentity.selfSigned(commonName: "x", subjectAltNames: ["a,IP:10.0.0.1"])
        }
    }
}

/// Says something else than TLS when the first bytes arrive, and hangs up.
private final class TLSLessPeer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let greeting: String

    init(greeting: String) {
        self.greeting = greeting
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.writeAndFlush(NIOAny(ByteBuffer(string: greeting)), promise: nil)
        context.close(promise: nil)
    }
}
