import Testing

@testable import RouterOSAPI

/// Our server, over a real socket, against `openssl s_client`, whose code is not ours.
@Suite(.timeLimit(.minutes(15))) struct TLSServerAgainstOpenSSLTests {
    private func client(_ server: TLSLineServer, _ arguments: [String], input: String = "hello\n") async throws
        -> String
    {
        try await OpenSSLProcess.run(["s_client", "-connect", "127.0.0.1:\(server.port)"] + arguments, input: input)
    }

    @Test(arguments: [["-tls1_2"], ["-tls1_3"], ["-tls1_2", "-cipher", "DHE-RSA-AES256-GCM-SHA384"]])
    func `a client verifies our certificate and its line comes back`(arguments: [String]) async throws {
        let identity = try TestIdentity.router.get()
        let folder = try TemporaryFolder()
        let file = try folder.write(#require(identity.certificatePEM), to: "own.pem")
        let server = try await TLSLineServer(identity)
        let checks = ["-ign_eof", "-CAfile", file, "-verify_return_error", "-verify_ip", "127.0.0.1"]
        let output = try await client(server, checks + arguments)
        #expect(output.contains("Verify return code: 0 (ok)"))
        #expect(output.contains("\nhello\n"))
        #expect(!output.contains("unexpected eof"), "the server's goodbye is missing")
        try await server.stop()
    }

    @Test func `an anonymous client and our anonymous server understand each other`() async throws {
        let server = try await TLSLineServer(.anonymous)
        let output = try await client(server, ["-ign_eof", "-tls1_2", "-cipher", "ADH:@SECLEVEL=0"])
        #expect(output.contains("Cipher is ADH-"))
        #expect(output.contains("DH, 2048 bits"))
        #expect(output.contains("\nhello\n"))
        try await server.stop()
    }

    @Test func `a normal client gets alert 40 from our anonymous server`() async throws {
        let server = try await TLSLineServer(.anonymous)
        let output = try await client(server, [])
        #expect(output.contains("SSL alert number 40"))
        try await server.stop()
    }

    @Test func `an anonymous client gets alert 40 from our server with a certificate`() async throws {
        let server = try await TLSLineServer(TestIdentity.router.get())
        let output = try await client(server, ["-tls1_2", "-cipher", "ADH:@SECLEVEL=0"])
        #expect(output.contains("SSL alert number 40"))
        try await server.stop()
    }

    @Test func `a client of TLS 1 point 1 is served only when the server says so`() async throws {
        let identity = try TestIdentity.router.get()
        let old = ["-ign_eof", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]
        let strict = try await TLSLineServer(identity)
        #expect(try await client(strict, old).contains("SSL alert number 70"))
        try await strict.stop()
        let lenient = try await TLSLineServer(identity, minimum: .v10)
        #expect(try await client(lenient, old).contains("\nhello\n"))
        try await lenient.stop()
    }

    @Test func `a client that asks to renegotiate is refused`() async throws {
        let server = try await TLSLineServer(TestIdentity.router.get())
        let output = try await client(server, ["-tls1_2"], input: "R\n")
        #expect(output.contains("RENEGOTIATING"))
        #expect(output.contains("no renegotiation"))
        try await server.stop()
    }

    @Test func `an identity from files is the one that clients see`() async throws {
        let made = try await StrangersCertificate()
        let identity = try TLSServerIdentity.pem(certificateFile: made.certificate, keyFile: made.key)
        #expect(identity.fingerprint == CertificateFingerprint(made.fingerprint))
        let server = try await TLSLineServer(identity)
        let output = try await client(server, ["-ign_eof", "-CAfile", made.certificate, "-verify_return_error"])
        #expect(output.contains("\nhello\n"))
        try await server.stop()
    }
}
