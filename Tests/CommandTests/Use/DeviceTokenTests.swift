import Foundation
import Testing

/// The tokens of routers as people at a shell use them.
@Suite struct DeviceTokenTests {
    private static let router = "192.0.2.1"

    private static func place() async throws -> Workplace {
        let place = try Workplace()
        try await place.makeSite("Hotel Linde")
        let words = ["--user", "gate", "--password-file", try place.secretFile(), "--trust", "anonymous", "--no-check"]
        try await place.text(["device", "add", "Hotel Linde", router] + words)
        return place
    }

    @Test func `a token is printed once and alone, and what is listed tells nothing of it`() async throws {
        let place = try await Self.place()
        let made = try await place.run("device", "token", "create", Self.router)
        #expect((made.status, made.errors) == (0, ""))
        let token = made.output.trimmingCharacters(in: .newlines)
        #expect(token.wholeMatch(of: /ggd_[0-9a-f]{64}/) != nil)
        let again = try await place.run("device", "token", "create", Self.router)
        #expect(again.status == 1)
        #expect(again.errors.contains("gardengate device token rotate"))
        #expect(again.output.isEmpty)
        let rotated = try await place.json("device", "token", "rotate", Self.router)
        let new = try #require(rotated["token"].string)
        #expect(new != token)
        #expect(rotated["state"] == "valid")
        let listed = try await place.text("device", "token", "list", Self.router, "--json")
        let audit = try await place.text("audit", "list")
        for secret in [token, new] {
            #expect(!listed.contains(secret))
            #expect(!audit.contains(secret))
            #expect(try place.databaseBytes().range(of: Data(secret.utf8)) == nil)
        }
        #expect(audit.contains("device token rotate"))
    }

    @Test func `rotation keeps the old token for a week unless told otherwise, and revoking ends all`() async throws {
        let place = try await Self.place()
        let states = {
            try await place.json("device", "token", "list", Self.router).elements.map { $0["state"].string }
        }
        try await place.text("device", "token", "create", Self.router)
        try await place.text("device", "token", "rotate", Self.router)
        let old = try #require(try await place.json("device", "token", "list", Self.router).elements.last)
        let days = try #require(try Self.seconds(until: old["ends_at"].string)) / 86_400
        #expect((6.9...7).contains(days))
        try await place.text("device", "token", "rotate", Self.router, "--keep-old", "1h")
        #expect(try await states() == ["valid", "ending", "ending"])
        try await place.text("device", "token", "rotate", Self.router, "--now")
        #expect(try await states() == ["valid", "ended", "ended", "ended"])
        #expect(try await place.text("device", "token", "revoke", Self.router).contains("1 token is revoked"))
        #expect(try await states() == ["ended", "ended", "ended", "ended"])
        #expect(try await place.json("device", "token", "revoke", Self.router)["revoked"].number == 0)
        try await place.text("device", "token", "create", Self.router)
        #expect(try await states().first == "valid")
    }

    @Test(arguments: [
        (["create", "192.0.2.9"], "there is no device \"192.0.2.9\""), (["list"], "device"),
        (["rotate", router, "--now", "--keep-old", "1d"], "give one of them"),
        (["rotate", router, "--keep-old", "soon"], "--keep-old"),
    ]) func `what makes no sense is told in one line`(arguments: [String], error: String) async throws {
        let place = try await Self.place()
        let outcome = try await place.run(["device", "token"] + arguments)
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains(error), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(outcome.output.isEmpty)
    }

    private static func seconds(until text: String?) throws -> Double? {
        guard let text else { return nil }
        return try Date(text, strategy: .iso8601).timeIntervalSinceNow
    }
}
