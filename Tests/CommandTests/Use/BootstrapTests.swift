import Foundation
import Testing

/// What `device bootstrap` shows, keeps and refuses; GuideTests take a router from its box to a guest by it.
@Suite struct BootstrapTests {
    @Test func `a second look shows the same password, and nobody else sees it`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        try await place.text("certificate", "create", "--host", "127.0.0.1", "--directory", place.path("tls"))
        let bootstrap = ["device", "bootstrap", "Hotel Linde", "127.0.0.1:9", "--wait", "0"]
        let unknown = try await place.run(bootstrap)
        #expect(unknown.status == 1 && unknown.errors.contains("gardengate gateway set URL"))
        let told = bootstrap + ["--gateway", "https://127.0.0.1:8443", "--tls-ca", place.path("tls/ca.crt")]
        let first = try await place.start(told).outcome().output
        let password = try #require(Self.password(in: first))
        #expect(password.count == 26)
        #expect(Self.password(in: try await place.start(bootstrap).outcome().output) == password)
        let json = try JSONValue(parsing: await place.start(bootstrap + ["--json"]).outcome().output)
        #expect(json["state"].string == "pending" && json["script"].string.flatMap(Self.password) == password)
        #expect(try await place.text("device", "list").contains("no devices"))
        let audit = try await place.text("audit", "list")
        #expect(audit.contains("device bootstrap") && !audit.contains(password))
        #expect(try place.databaseBytes().firstRange(of: Data(password.utf8)) == nil)
        let fresh = try await place.start(bootstrap + ["--new-password"]).outcome().output
        #expect(try #require(Self.password(in: fresh)) != password)
        let file = place.path("router.rsc")
        let written = try await place.run(bootstrap + ["--file", file])
        #expect(written.status == 0 && written.output.isEmpty, "\(written.errors)")
        #expect(written.errors.contains("/import router.rsc"))
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(Self.password(in: text) == Self.password(in: fresh))
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        let forgotten = try await place.run(bootstrap + ["--forget"])
        #expect(forgotten.status == 0)
        #expect(try await place.run(bootstrap + ["--forget"]).status == 1)
    }

    @Test func `a known router's new password or account is the same at the next look, until it was seen`() async throws
    {
        let place = try Workplace()
        try await place.makeSite()
        let words = [
            "--user", "admin", "--password-file", try place.secretFile(), "--trust", "anonymous", "--no-check",
        ]
        try await place.text(["device", "add", "Hotel Linde", "127.0.0.1:9"] + words)
        let file = place.path("router.rsc")
        let text = { (arguments: [String]) async throws -> String in
            try await place.text(
                ["device", "bootstrap", "Hotel Linde", "127.0.0.1:9", "--file", file, "--wait", "0"] + arguments
            )
            return try String(contentsOfFile: file, encoding: .utf8)
        }
        let own = try await text([])
        #expect(own.contains("\"account\") \"admin\""))
        let other = try await text(["--user", "gate"])
        #expect(other.contains("\"account\") \"gate\"") && Self.password(in: other) == Self.password(in: own))
        let fresh = try await text(["--new-password"])
        let password = try #require(Self.password(in: fresh))
        #expect(fresh.contains("\"account\") \"gate\"") && password != Self.password(in: own))
        #expect(Self.password(in: try await text([])) == password)
        // The gateway goes on with what it knows until the router was seen with the new one.
        #expect(try await place.json("device", "list").elements.first?["user"].string == "admin")
        #expect(try place.databaseBytes().firstRange(of: Data(password.utf8)) == nil)
        try await place.text("device", "bootstrap", "Hotel Linde", "127.0.0.1:9", "--forget")
        let forgotten = try await text([])
        #expect(forgotten.contains("\"account\") \"admin\"") && Self.password(in: forgotten) == Self.password(in: own))
        // Whoever says another password by hand has the last word.
        _ = try await text(["--new-password"])
        try await place.text(
            "device",
            "set",
            "127.0.0.1:9",
            "--password-file",
            try place.secretFile(),
            "--no-check"
        )
        #expect(try await text([]).contains("\"account\") \"admin\""))
        #expect(Self.password(in: try await text([])) == Self.password(in: own))
    }

    @Test func `where routers know the gateway is not changed by the way`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        try await place.text("certificate", "create", "--host", "127.0.0.1", "--directory", place.path("tls"))
        let bootstrap = ["device", "bootstrap", "Hotel Linde", "127.0.0.1:9", "--wait", "0"]
        // Nothing is kept of what comes to nothing.
        let nowhere = bootstrap + ["--from", "here", "--gateway", "https://127.0.0.1:8443"]
        #expect(try await place.run(nowhere).status == 1)
        #expect(try await place.json("gateway", "show")["url"] == .null)
        let authority = ["--tls-ca", place.path("tls/ca.crt")]
        try await place.text(bootstrap + ["--gateway", "https://127.0.0.1:8443"] + authority)
        let known = try await place.json("gateway", "show")
        #expect(known["url"] == "https://127.0.0.1:8443" && known["authority"] != .null)
        try await place.text(bootstrap + ["--gateway", "https://127.0.0.1:8443"])
        let other = try await place.run(bootstrap + ["--gateway", "https://127.0.0.1:9443"])
        #expect(other.status == 1 && other.errors.contains("gardengate gateway set"), "\(other.errors)")
        #expect(try await place.json("gateway", "show") == known)
    }

    @Test func `a router that does not come is told with the reason, and what cannot be is refused`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        let file = ["--file", place.path("router.rsc")]
        let late = try await place.run(["device", "bootstrap", "Hotel Linde", "127.0.0.1:9", "--wait", "1s"] + file)
        #expect(late.status == 1)
        #expect(late.errors.contains("127.0.0.1:9 is not ready (no connection to 127.0.0.1:9:"), "\(late.errors)")
        #expect(late.errors.contains("the same command goes on"))
        for (arguments, status, reason) in [
            (["Hotel Linde", "127.0.0.1:9", "--json"], 64, "--json prints one value"),
            (["Hotel Linde", "127.0.0.1:9", "--tls-ca", "x"], 64, "belongs to --gateway"),
            (["Hotel Linde", "127.0.0.1:9", "--user", "full"], 64, "give another one"),
            (["Hotel Linde", "127.0.0.1:9", "--from", "here"] + file, 1, "--from here is no address"),
            (["Hotel Linde", "nowhere.invalid", "--wait", "0"] + file, 1, "say --from ADDRESS"),
            (["Nowhere", "127.0.0.1:9"] + file, 1, "there is no site"),
        ] as [([String], Int32, String)] {
            let outcome = try await place.run(["device", "bootstrap"] + arguments)
            #expect(outcome.status == status && outcome.errors.contains(reason), "\(arguments): \(outcome.errors)")
        }
        try await place.text("gateway", "set", "http://127.0.0.1:8080", "--allow-plain-http")
        let plain = try await place.run("device", "bootstrap", "Hotel Linde", "127.0.0.1:9")
        #expect(plain.status == 1 && plain.errors.contains("plain HTTP"))
    }

    private static func password(in text: String) -> String? {
        let line = text.split(separator: "\n").first { $0.contains("\"password\")") }
        return line?.split(separator: "\"").dropFirst(3).first.map(String.init)
            ?? line?.split(separator: "\"").last.map(String.init)
    }
}
