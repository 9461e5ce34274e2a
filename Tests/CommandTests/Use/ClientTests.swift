import Foundation
import Testing

/// Clients as people make and revoke them; what their secrets open is tested where they are asked for.
@Suite struct ClientTests {
    private static func isSecret(_ text: String) -> Bool {
        text.count == 64 && text.allSatisfy(\.isHexDigit)
    }

    @Test func `a client's id and secret are shown once`() async throws {
        let place = try Workplace()
        try await place.text("instance", "add", "Lobby")
        let made = try await place.run("client", "create", "--instance", "Lobby", "--name", "Ticket shop")
        #expect(made.status == 0)
        let lines = made.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.map(\.first) == ["id", "secret"])
        let id = try #require(lines.first?.last)
        let secret = try #require(lines.last?.last)
        #expect(UUID(uuidString: id) != nil)
        #expect(Self.isSecret(secret))
        #expect(made.errors.contains("not shown again"))
        #expect(!made.errors.contains(secret))

        let list = try await place.text("client", "list", "--instance", "Lobby")
        #expect(list.contains("Ticket shop") && list.contains(id))
        let listed = try await place.json("client", "list")
        #expect(listed.elements.map { $0["id"].string } == [id])
        #expect(listed.elements.first?["last_used_at"].isNull == true)
        for text in [list, "\(listed)"] { #expect(!text.contains(secret)) }
        #expect(try place.databaseBytes().range(of: Data(secret.utf8)) == nil)
    }

    @Test func `a program reads one object, and revoking is told by it`() async throws {
        let place = try Workplace()
        let instance = try await place.json("instance", "add", "Lobby")
        let made = try await place.json("client", "create", "--instance", "Lobby", "--name", "Shop")
        #expect(made["instance_id"] == instance["id"])
        #expect(made["name"] == "Shop")
        #expect(Self.isSecret(try #require(made["secret"].string)))
        #expect(made["revoked_at"].isNull)
        let revoked = try await place.json("client", "revoke", "Shop")
        #expect(revoked["id"] == made["id"])
        let at = try #require(revoked["revoked_at"].string)
        let again = try await place.json("client", "revoke", try #require(made["id"].string))
        #expect(again["revoked_at"].string == at)
        #expect(try await place.json("client", "list").elements.first?["revoked_at"].string == at)
    }

    @Test func `what is not there is named, and nothing is made`() async throws {
        let place = try Workplace()
        try await place.text("instance", "add", "Lobby")
        let cases: [(arguments: [String], text: String)] = [
            (["client", "create", "--instance", "Nobody", "--name", "Shop"], "there is no instance \"Nobody\""),
            (["client", "create", "--instance", "Lobby", "--name", ""], "name is empty"),
            (["client", "revoke", "Shop"], "there is no API client \"Shop\""),
            (["client", "list", "--instance", "Nobody"], "there is no instance \"Nobody\""),
        ]
        for (arguments, text) in cases {
            let outcome = try await place.run(arguments)
            #expect(outcome.status == 1)
            #expect(outcome.errorLines.count == 1)
            #expect(outcome.errors.contains(text), "\(outcome.errors)")
        }
        #expect(try await place.json("client", "list").elements.isEmpty)
    }
}
