import Foundation
import Testing

/// `gateway set`, `show` and `clear`.
@Suite struct GatewayTests {
    @Test func `what certificate create says next works as it stands`() async throws {
        let place = try Workplace()
        let made = try await place.run(
            "certificate",
            "create",
            "--host",
            "192.0.2.10",
            "--directory",
            place.path("my certificates")
        )
        let next = try #require(made.errorLines.first { $0.hasPrefix("next: gardengate ") })
        let outcome = try await CommandProcess(
            ["-c", "\"$0\"" + next.dropFirst("next: gardengate".count), CommandProcess.path],
            environment: place.environment,
            path: "/bin/sh"
        ).outcome()
        #expect(outcome.status == 0, "\(next): \(outcome.errors)")
        let shown = try await place.text("gateway", "show")
        #expect(shown.contains("https://192.0.2.10:8443\n"))
        let json = try await place.json("gateway", "show")
        #expect(json["url"].string == "https://192.0.2.10:8443")
        let fingerprint = try #require(json["authority"]["fingerprint"].string)
        #expect(made.output.contains(fingerprint) && shown.contains(fingerprint))
        try await place.text("gateway", "clear")
        #expect(try await place.json("gateway", "show")["url"] == .null)
        let audit = try await place.text("audit", "list")
        #expect(audit.contains("gateway set") && audit.contains("gateway clear"))
    }

    @Test func `who changes the authority is told that routers do not know it`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        let password = try place.secretFile()
        func set(_ folder: String) async throws -> String {
            let host = ["certificate", "create", "--host", "192.0.2.10", "--directory", place.path(folder)]
            try await place.text(host)
            let set = ["gateway", "set", "https://192.0.2.10:8443", "--tls-ca", place.path(folder + "/ca.crt")]
            let outcome = try await place.run(set)
            #expect(outcome.status == 0)
            return outcome.errors
        }
        #expect(try await set("first") == "", "no router was set up yet")
        let add = ["device", "add", "Hotel Linde", "192.0.2.1", "--user", "gardengate", "--no-check"]
        try await place.text(add + ["--password-file", password, "--trust", "anonymous"])
        #expect(try await set("first") == "", "it is the same one")
        let warning = try await set("second")
        #expect(warning.contains("1 router was set up before") && warning.contains("gardengate device bootstrap"))
    }

    @Test func `an authority that no router should be given is refused in one line`() async throws {
        let place = try Workplace()
        let folder = place.path("tls")
        try await place.text("certificate", "create", "--host", "wifi.test", "--directory", folder)
        try await place.text("gateway", "set", "https://wifi.test", "--tls-ca", folder + "/ca.crt")
        let both = try ["ca.crt", "server.crt"].map { try String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }
        try both.joined().write(toFile: folder + "/both", atomically: true, encoding: .utf8)
        for (file, reason) in [
            ("ca.key", "holds a key"), ("server.crt", "is a server's certificate"), ("both", "holds 2 certificates"),
            ("nothing", "cannot be read"),
        ] {
            let outcome = try await place.run("gateway", "set", "https://b.test", "--tls-ca", folder + "/" + file)
            #expect(outcome.status == 1 && outcome.errorLines.count == 1, "\(outcome.errors)")
            #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        }
        let old = try await place.certificates()
        try await place.text("gateway", "set", "https://wifi.test", "--tls-ca", old.root)
        #expect(try await place.json("gateway", "show")["url"].string == "https://wifi.test")
        #expect(!place.everythingPrinted.contains("PRIVATE"))
    }

    @Test(arguments: [
        (["http://wifi.test"], "say --allow-plain-http"), (["https://wifi.test/api"], "without a path"),
        (["https://me:pw@wifi.test"], "without a path"), (["wifi.test:8443"], "without a path"),
    ])
    func `an address that routers could not use is refused in one line`(arguments: [String], reason: String)
        async throws
    {
        let place = try Workplace()
        let outcome = try await place.run(["gateway", "set"] + arguments)
        #expect(outcome.status == 1 && outcome.errorLines.count == 1)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        let plain = try await place.run("gateway", "set", "http://wifi.test:8080", "--allow-plain-http")
        #expect(plain.status == 0 && plain.errors.contains("warning: plain HTTP"))
    }
}
