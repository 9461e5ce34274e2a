import Foundation
import Testing

/// The files of an authority, and of a server that an authority below it vouches for; made with `openssl`.
struct CertificateFiles {
    /// The root's certificate, which clients trust.
    let root: String
    /// The server's certificate, followed by the authority's in between.
    let chain: String
    /// The server's key.
    let key: String
    /// A key of something else.
    let otherKey: String
    /// The server's key, encrypted.
    let encryptedKey: String
}

extension Workplace {
    /// The name that the certificates are for.
    static let host = "portal.test"

    /// Runs another command that must succeed.
    @discardableResult
    func tool(_ path: String, _ arguments: String..., input: String = "") async throws -> CommandProcess.Outcome {
        let process = try CommandProcess(arguments, environment: environment, input: input, path: path)
        return await process.outcome()
    }

    private func openSSL(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let process = try CommandProcess(arguments, environment: environment, path: "/usr/bin/openssl")
        let outcome = await process.outcome()
        #expect(outcome.status == 0, "\(arguments): \(outcome.errors)", sourceLocation: sourceLocation)
    }

    /// Makes the files.
    func certificates() async throws -> CertificateFiles {
        for name in ["root", "between", "server", "other"] {
            let curve = "ec_paramgen_curve:P-256"
            try await openSSL("genpkey", "-algorithm", "EC", "-pkeyopt", curve, "-out", path("\(name).key"))
        }
        try await openSSL(
            "req",
            "-x509",
            "-key",
            path("root.key"),
            "-subj",
            "/CN=root",
            "-days",
            "2",
            "-out",
            path("root.pem")
        )
        try await sign("between", by: "root", extensions: "basicConstraints=critical,CA:TRUE")
        try await sign("server", by: "between", extensions: "subjectAltName=DNS:\(Self.host)")
        let chain = try ["server", "between"].map { try String(contentsOfFile: path("\($0).pem"), encoding: .utf8) }
        try chain.joined().write(toFile: path("chain.pem"), atomically: true, encoding: .utf8)
        try await openSSL(
            "pkey",
            "-in",
            path("server.key"),
            "-aes256",
            "-passout",
            "pass:secret",
            "-out",
            path("encrypted.key")
        )
        return CertificateFiles(
            root: path("root.pem"),
            chain: path("chain.pem"),
            key: path("server.key"),
            otherKey: path("other.key"),
            encryptedKey: path("encrypted.key")
        )
    }

    private func sign(_ name: String, by authority: String, extensions: String) async throws {
        try extensions.write(toFile: path("\(name).ext"), atomically: true, encoding: .utf8)
        let request = path("\(name).csr")
        try await openSSL("req", "-new", "-key", path("\(name).key"), "-subj", "/CN=\(name)", "-out", request)
        try await openSSL(
            "x509",
            "-req",
            "-in",
            request,
            "-CA",
            path("\(authority).pem"),
            "-CAkey",
            path("\(authority).key"),
            "-CAcreateserial",
            "-days",
            "2",
            "-extfile",
            path("\(name).ext"),
            "-out",
            path("\(name).pem")
        )
    }
}
