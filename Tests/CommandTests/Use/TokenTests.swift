import Foundation
import Testing

/// Tokens and the audit log as people at a shell use them.
@Suite struct TokenTests {
    @Test func `a token is printed once, and what is listed tells nothing of it`() async throws {
        let place = try Workplace()
        try await place.text("instance", "add", "Lobby", "--session-ttl", "12h")
        let made = try await place.json(
            "token",
            "create",
            "--name",
            "till",
            "--scope",
            "coupons:write",
            "--expires",
            "90d"
        )
        let token = try #require(made["token"].string)
        #expect(token.split(separator: ".").count == 3)
        #expect(made["scopes"].elements.map(\.string) == ["coupons:write"])
        let bare = try await place.text("token", "create", "--name", "all").trimmingCharacters(in: .newlines)
        #expect(bare.split(separator: ".").count == 3)
        #expect(!bare.contains("\n"))
        let listed = try await place.text("token", "list", "--json")
        for secret in [token, bare] {
            #expect(!listed.contains(secret))
            #expect(try place.databaseBytes().range(of: Data(secret.utf8)) == nil)
        }
        let list = try JSONValue(parsing: listed).elements
        #expect(list.map { $0["name"].string } == ["all", "till"])
        #expect(list.map { $0["state"].string } == ["valid", "valid"])
        #expect(list.first?["scopes"].elements.map(\.string) == ["*"])
    }

    @Test func `a token is revoked by its id, or with its key`() async throws {
        let place = try Workplace()
        try await place.text("instance", "add", "Lobby", "--session-ttl", "12h")
        let id = try #require(try await place.json("token", "create", "--name", "one")["id"].string)
        try await place.json("token", "create", "--name", "two")
        #expect(try await place.json("token", "revoke", id)["state"].string == "revoked")
        try await place.text("token", "rotate")
        let state = { try await place.json("token", "list").elements.map { $0["state"].string } }
        #expect(try await state() == ["valid", "revoked"])
        let rotated = try await place.text("token", "rotate", "--revoke-old")
        #expect(rotated.contains("1 token is revoked"))
        #expect(try await state() == ["revoked", "revoked"])
        let unknown = try await place.run("token", "revoke", "nobody")
        #expect(unknown.status == 1)
        #expect(unknown.errors.contains("there is no token \"nobody\""))
    }

    @Test(arguments: [
        (["--scope", "coupons:raed"], "there is no scope \"coupons:raed\"; there are instances:read"),
        (["--expires", "soon"], "--expires"), (["--expires", "2001-01-01T00:00:00Z"], "lies in the past"),
        (["--expires", "0s"], "lies in the past"),
    ]) func `what makes no sense in a token is told, and none is made`(arguments: [String], error: String) async throws
    {
        let place = try Workplace()
        try await place.text("instance", "add", "Lobby", "--session-ttl", "12h")
        let outcome = try await place.run(["token", "create", "--name", "till"] + arguments)
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains(error), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(outcome.output.isEmpty)
        #expect(try await place.json("token", "list").elements.isEmpty)
    }

    @Test func `the audit log tells who did what, without a code or password`() async throws {
        let place = try Workplace()
        try await place.makeSite()
        let code = try #require(try await place.coupons(1).first)
        try await place.text("coupon", "revoke", code)
        try await place.text("coupon", "revoke", code)
        let id = try #require(try await place.json("token", "create", "--name", "till")["id"].string)
        try await place.text("token", "revoke", id)
        let entries = try await place.json("audit", "list").elements
        #expect(
            entries.map { "\($0["action"].string ?? ""): \($0["target"].string ?? "")" } == [
                "token revoke: \(id)", "token create: till", "coupon revoke: ", "coupon create: Lobby",
                "site add: Hotel Linde", "instance add: Lobby",
            ]
        )
        for entry in entries {
            #expect(entry["actor"]["kind"].string == "command")
            #expect(entry["actor"]["name"].string?.isEmpty == false)
        }
        let text = try await place.text("audit", "list", "--limit", "2")
        #expect(text.split(separator: "\n").count == 3)
        #expect(!(try await place.text("audit", "list")).contains(code))
    }
}
