import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct CreateCouponsTests {
    private static func instance(_ world: APIWorld) async throws -> Instance {
        let instance = Instance(id: world.store.newID(), name: "Lobby", createdAt: world.clock.now)
        try await world.store.createInstance(instance)
        return instance
    }

    @Test func `a batch is made and then listed, newest first`() async throws {
        try await APIWorld.serving { world in
            let path = "/captive/instances/\(try await Self.instance(world).id)/coupons"
            let made = try await world.call(.post, path, ["minutes_valid": .integer(60), "count": .integer(3)])
            #expect(made.status == 201)
            let coupons = try #require(made.json).elements
            #expect(coupons.count == 3)
            #expect(coupons.first?["expires_at"]?.stringValue == "2026-11-21T09:00:00Z")
            let listed = try await world.call(.get, path)
            #expect(listed.status == 200)
            #expect(listed.json == made.json)
        }
    }

    @Test(arguments: [
        (#"{"minutes_valid": 60}"#, "parameter_missing", "count"),
        (#"{"minutes_valid": 60, "count": 201}"#, "parameter_invalid", "count"),
        (#"{"minutes_valid": 60, "count": 0}"#, "parameter_invalid", "count"),
        (#"{"minutes_valid": 60, "count": true}"#, "parameter_invalid", "count"),
        (#"{"minutes_valid": 60, "count": 1.5}"#, "parameter_invalid", "count"),
        (#"{"minutes_valid": 60, "count": "10"}"#, "parameter_invalid", "count"),
        (#"{"minutes_valid": 0, "count": 1}"#, "parameter_invalid", "minutes_valid"),
        (#"{"minutes_valid": 5256001, "count": 1}"#, "parameter_invalid", "minutes_valid"),
        (#"{"minutes_valid": 1e30, "count": 1}"#, "parameter_invalid", "minutes_valid"),
        (#"{"minutes_valid": null, "count": 1}"#, "parameter_missing", "minutes_valid"),
        (#"[]"#, "body_invalid", "object"),
        (#"{"minutes_valid": 60, "count": 1"#, "body_invalid", "JSON"),
        ("", "body_missing", "body"),
    ])
    func `bad input is refused by name, and nothing is stored`(body: String, code: String, name: String) async throws {
        try await APIWorld.serving { world in
            let path = "/captive/instances/\(try await Self.instance(world).id)/coupons"
            let answer = try await world.call(.post, path, raw: body)
            #expect(answer.status == 400)
            #expect(answer.code == code)
            #expect(answer.message?.contains(name) == true)
            #expect(answer.json?["type"]?.stringValue == "invalid_request_error")
            #expect(answer.json?["doc_url"]?.stringValue == "http://127.0.0.1:\(world.port)/errors/\(code)")
            #expect(try await world.call(.get, path).json == .array([]))
        }
    }
}
