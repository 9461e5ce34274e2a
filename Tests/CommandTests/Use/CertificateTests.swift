import Foundation
import Testing

/// `certificate create`, with OpenSSL and curl as those who have to believe it.
@Suite struct CertificateTests {
    @Test func `a stranger who trusts the authority reaches the server by each of its names`() async throws {
        let place = try Workplace()
        let folder = place.path("tls")
        let text = try await place.text(
            "certificate",
            "create",
            "--host",
            "wifi.test",
            "--host",
            "127.0.0.1",
            "--host",
            "::1",
            "--directory",
            folder
        )
        #expect(text.contains(try await fingerprint(place, folder + "/ca.crt")))
        #expect(text.contains(try await fingerprint(place, folder + "/server.crt")))
        for name in [["-verify_hostname", "wifi.test"], ["-verify_ip", "127.0.0.1"], ["-verify_ip", "::1"]] {
            let outcome = try await openSSL(
                place,
                ["verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", folder + "/ca.crt"] + name
                    + [folder + "/server.crt"]
            )
            #expect(outcome.status == 0, "\(name): \(outcome.output) \(outcome.errors)")
        }
        let other = try await openSSL(
            place,
            ["verify", "-CAfile", folder + "/ca.crt", "-verify_hostname", "other.test", folder + "/server.crt"]
        )
        #expect(other.status != 0)
        let serve = try place.start([
            "serve", "--listen", "127.0.0.1:0", "--tls-certificate", folder + "/server.crt", "--tls-key",
            folder + "/server.key",
        ])
        let line = try #require(await serve.errorLine(containing: "listening"))
        let port = try #require(line.split(separator: "127.0.0.1:").last.map { $0.prefix { $0.isNumber } })
        let answer = try await place.tool(
            "/usr/bin/curl",
            "--silent",
            "--cacert",
            folder + "/ca.crt",
            "--resolve",
            "wifi.test:\(port):127.0.0.1",
            "https://wifi.test:\(port)/healthz"
        )
        #expect(answer.status == 0, "\(answer.errors)")
        serve.signal(SIGTERM)
        #expect(await serve.outcome().status == 0)
    }

    @Test func `made again, the server is new and the authority as before`() async throws {
        let place = try Workplace()
        let create = ["certificate", "create", "--host", "wifi.test", "--directory", place.path("tls")]
        let first = try JSONValue(parsing: await place.text(create + ["--json"]))
        let files = ["ca.crt", "ca.key", "server.crt", "server.key"].map { place.path("tls/\($0)") }
        let before = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        let second = try JSONValue(parsing: await place.text(create + ["--json", "--days", "30"]))
        let after = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        #expect(first["authority"]["is_new"] == .boolean(true))
        #expect(second["authority"]["is_new"] == .boolean(false))
        #expect(first["authority"]["fingerprint"] == second["authority"]["fingerprint"])
        #expect(zip(before, after).map { $0 == $1 } == [true, true, false, false])
        for (file, mode) in zip(files, [0o644, 0o600, 0o644, 0o600]) {
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect(attributes[.posixPermissions] as? Int == mode, "\(file)")
        }
        #expect(!place.everythingPrinted.contains("PRIVATE"))
    }

    @Test func `half of an authority, or one that is none, is told and left alone`() async throws {
        let place = try Workplace()
        let folder = place.path("tls")
        let create = ["certificate", "create", "--host", "wifi.test", "--directory", folder]
        try await place.text(create)
        let key = try Data(contentsOf: URL(fileURLWithPath: folder + "/ca.key"))
        try FileManager.default.moveItem(atPath: folder + "/ca.key", toPath: folder + "/away")
        #expect(try await failure(place, create).contains("ca.crt is there without \(folder)/ca.key"))
        try FileManager.default.copyItem(atPath: folder + "/server.key", toPath: folder + "/ca.key")
        #expect(try await failure(place, create).contains("is not the key of"))
        try Data("nothing".utf8).write(to: URL(fileURLWithPath: folder + "/ca.key"))
        #expect(try await failure(place, create).contains("are no authority"))
        try key.write(to: URL(fileURLWithPath: folder + "/ca.key"))
        try await place.text(create)
    }

    @Test func `a certificate that may vouch for nobody, or not with RSA, is no authority`() async throws {
        let place = try Workplace()
        let folder = place.path("tls")
        let create = ["certificate", "create", "--host", "wifi.test", "--directory", folder]
        try await place.text(create)
        for part in ["crt", "key"] {
            try FileManager.default.removeItem(atPath: "\(folder)/ca.\(part)")
            try FileManager.default.moveItem(atPath: "\(folder)/server.\(part)", toPath: "\(folder)/ca.\(part)")
        }
        #expect(try await failure(place, create).contains("ca.crt may vouch for nobody"))
        let elliptic = try await openSSL(
            place,
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                "/CN=other",
                "-keyout", folder + "/ca.key", "-out", folder + "/ca.crt",
            ]
        )
        #expect(elliptic.status == 0)
        #expect(try await failure(place, create).contains("or not with an RSA key"))
        #expect(!FileManager.default.fileExists(atPath: folder + "/server.crt"))
    }

    @Test(arguments: [
        ([], "--host is missing"), (["--host", "https://wifi.test"], "neither a name nor an address"),
        (["--host", "300.1.2.3"], "neither a name nor an address"),
        (["--host", "a..b"], "neither a name nor an address"),
        (["--host", "wifi.test", "--days", "0"], "outside of 1 to 3650"),
    ])
    func `what cannot be in a certificate is told`(arguments: [String], reason: String) async throws {
        let place = try Workplace()
        let outcome = try await place.run(["certificate", "create"] + arguments)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(reason))
        #expect(!FileManager.default.fileExists(atPath: place.path("certificates")))
    }

    private func failure(_ place: Workplace, _ arguments: [String]) async throws -> String {
        let outcome = try await place.run(arguments)
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        return outcome.errors
    }

    private func openSSL(_ place: Workplace, _ arguments: [String]) async throws -> CommandProcess.Outcome {
        try await CommandProcess(arguments, environment: place.environment, path: "/usr/bin/openssl").outcome()
    }

    private func fingerprint(_ place: Workplace, _ file: String) async throws -> String {
        let outcome = try await openSSL(place, ["x509", "-in", file, "-noout", "-fingerprint", "-sha256"])
        let hex = outcome.output.split(separator: "=").last ?? ""
        return hex.filter(\.isHexDigit).lowercased()
    }
}
