import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct HotspotUserOperationsTests {
    private struct Place {
        let instance: String
        let users: String
        let otherUsers: String
    }

    private static func place(_ world: APIWorld) async throws -> Place {
        let instance = Instance(id: world.store.newID(), name: "Lobby", createdAt: world.clock.now)
        try await world.store.createInstance(instance)
        var paths: [String] = []
        for name in ["Hotel", "Beach"] {
            let site = Site(
                id: world.store.newID(),
                name: name,
                services: [.init(instance: instance.id, subnets: [])],
                createdAt: world.clock.now
            )
            try await world.store.createSite(site)
            paths.append("/captive/sites/\(site.id)/hotspot-users")
        }
        return Place(instance: instance.id.rawValue, users: paths[0], otherUsers: paths[1])
    }

    @Test func `an account is added, told without its password, and removed`() async throws {
        try await APIWorld.serving { world in
            let place = try await Self.place(world)
            let added = try await world.call(
                .post,
                place.users,
                [
                    "instance_id": .string(place.instance), "name": "till", "password": "open-sesame",
                    "uptime_limit": 86_400, "data_limit": 1_000_000,
                ]
            )
            #expect(added.status == 201)
            let json = try #require(added.json)
            #expect(
                json.names == [
                    "id", "site_id", "instance_id", "name", "profile", "uptime_limit", "data_limit", "on_all_servers",
                    "created_at",
                ]
            )
            let id = try #require(json["id"]?.stringValue)
            let path = "\(place.users)/\(id)"
            #expect(added.headers[.location]?.hasSuffix(path) == true)
            #expect(try await world.call(.get, path).json == json)
            #expect(try await world.call(.get, place.users).json == .array([json]))
            #expect(!added.text.contains("open-sesame"))
            #expect(try await world.call(.get, "\(place.otherUsers)/\(id)").status == 404)
            #expect(try await world.call(.delete, "\(place.otherUsers)/\(id)").status == 404)
            let twin = try await world.call(
                .post,
                place.users,
                ["instance_id": .string(place.instance), "name": "TILL", "password": ""]
            )
            #expect(twin.status == 409)
            #expect(try await world.call(.delete, path).status == 204)
            #expect(try await world.call(.get, path).status == 404)
            #expect(try await world.call(.delete, path).status == 404)
        }
    }

    @Test(arguments: [
        ("name", #""""#), ("name", "null"), ("password", "null"), ("password", #""a\u0000""#), ("password", "1"),
        ("profile", #""""#), ("uptime_limit", "0"), ("uptime_limit", "315360001"), ("uptime_limit", "1.5"),
        ("data_limit", "0"), ("data_limit", "9223372036854775808"), ("data_limit", "true"),
        ("on_all_servers", "1"), ("instance_id", #""Lobby""#), ("nonsense", "1"),
    ])
    func `bad input is refused by name, and nothing is stored`(field: String, value: String) async throws {
        try await APIWorld.serving { world in
            let place = try await Self.place(world)
            var members = [
                ("instance_id", #""\#(place.instance)""#), ("name", #""till""#), ("password", #""open""#),
            ].filter { $0.0 != field }
            members.append((field, value))
            let body = "{" + members.map { #""\#($0.0)": \#($0.1)"# }.joined(separator: ", ") + "}"
            let answer = try await world.call(.post, place.users, raw: body)
            #expect(answer.status == 400, "\(answer.text)")
            #expect(answer.message?.contains(field) == true, "\(answer.text)")
            #expect(try await world.call(.get, place.users).json == .array([]))
        }
    }

    @Test func `accounts are told page by page`() async throws {
        try await APIWorld.serving { world in
            let place = try await Self.place(world)
            for name in ["b", "a", "c"] {
                _ = try await world.call(
                    .post,
                    place.users,
                    ["instance_id": .string(place.instance), "name": .string(name), "password": ""]
                )
            }
            let first = try await world.call(.get, "\(place.users)?limit=2")
            #expect(first.json?.elements.compactMap { $0["name"]?.stringValue } == ["a", "b"])
            let link = try #require(first.headers[.link])
            let query = link.drop { $0 != "?" }.prefix { $0 != ">" }
            let second = try await world.call(.get, place.users + query)
            #expect(second.json?.elements.compactMap { $0["name"]?.stringValue } == ["c"])
            #expect(second.headers[.link] == nil)
            #expect(try await world.call(.get, place.otherUsers).json == .array([]))
        }
    }
}
