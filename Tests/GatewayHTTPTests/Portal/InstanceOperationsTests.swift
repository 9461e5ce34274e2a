import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct InstanceOperationsTests {
    private static let list = "/captive/instances"
    private static let integration = "9a7f1b2c-3d4e-4f6a-8b8c-9d0e1f2a3b4c"
    private static let nobody = "00000000-0000-4000-8000-00000000abcd"
    private static let fields: Set<String> = [
        "id", "auth_integration_id", "strategy", "name", "session_ttl", "auth_window_ttl", "theme", "terms_text",
        "sites",
        "created_at", "preview_url", "code_length", "coupon_password", "device_policy", "rate_limit", "notices",
    ]

    private static func create(_ world: APIWorld, name: String = "Lobby") async throws -> (path: String, json: JSON) {
        let made = try await world.call(
            .post,
            list,
            ["name": .string(name), "strategy": "coupon", "session_ttl": 43_200]
        )
        #expect(made.status == 201)
        let json = try #require(made.json)
        let path = "\(list)/\(try #require(json["id"]?.stringValue))"
        #expect(made.headers[.location]?.hasSuffix(path) == true)
        return (path, json)
    }

    private static func site(_ world: APIWorld, _ name: String) async throws -> String {
        let made = try await world.call(.post, "/captive/sites", ["name": .string(name)])
        return try #require(made.json?["id"]?.stringValue)
    }

    @Test func `an instance is made with three fields, read, listed and removed`() async throws {
        try await APIWorld.serving { world in
            let (path, json) = try await Self.create(world)
            #expect(json.names == Self.fields)
            #expect(json["device_policy"]?.stringValue == "first_device")
            #expect(json["code_length"]?.integerValue == 6)
            #expect(json["auth_window_ttl"] == .null)
            #expect(json["sites"] == .array([]))
            #expect(json["notices"] == .array([]))
            #expect(json["theme"]?.names.count == 9)
            #expect(try await world.call(.get, path).json == json)
            #expect(try await world.call(.get, Self.list).json == .array([json]))
            let gone = try await world.call(.delete, path)
            #expect(gone.status == 204)
            #expect(gone.text.isEmpty)
            #expect(try await world.call(.get, path).status == 404)
            #expect(try await world.call(.delete, path).status == 404)
            #expect(try await world.call(.put, path, ["name": "Back"]).status == 404)
            #expect(try await world.call(.get, Self.list).json == .array([]))
            #expect(try await Self.create(world).json["name"]?.stringValue == "Lobby")
        }
    }

    @Test func `an absent field stays, null and an empty list clear, and the last site can go`() async throws {
        try await APIWorld.serving { world in
            let path = try await Self.create(world).path
            let site = try await Self.site(world, "Hotel")
            let other = try await Self.site(world, "Beach")
            let full = try await world.call(
                .put,
                path,
                [
                    "name": "Bar", "rate_limit": "5M/20M", "terms_text": "Be kind.\nAlways.",
                    "theme": ["accent_color": "#0396d5", "logo": "https://portal.example/logo.png"],
                    "device_policy": "shared:3",
                    "sites": [
                        ["id": .string(site), "subnets": ["10.5.50.0/24"]], ["id": .string(other), "subnets": []],
                    ],
                ]
            )
            #expect(full.status == 200)
            #expect(full.json?["session_ttl"]?.integerValue == 43_200)
            #expect(full.json?["sites"]?.elements.count == 2)
            #expect(try await world.call(.put, path, .object([])).json == full.json)
            // What was read may be sent back as it is.
            #expect(try await world.call(.put, path, full.json).json == full.json)
            let one = try await world.call(
                .put,
                path,
                ["sites": [["id": .string(site), "subnets": []]], "theme": ["logo": .null]]
            )
            #expect(one.json?["sites"] == [["id": .string(site), "subnets": .array([])]])
            #expect(one.json?["theme"]?["accent_color"]?.stringValue == "#0396d5")
            #expect(one.json?["theme"]?["logo"] == .null)
            #expect(try await world.call(.get, "/captive/sites/\(other)").json?["instances"] == .array([]))
            let none = try await world.call(
                .put,
                path,
                ["sites": .array([]), "theme": .null, "terms_text": .null, "rate_limit": .null]
            )
            #expect(none.json?["sites"] == .array([]))
            #expect(none.json?["theme"]?["accent_color"] == .null)
            #expect(none.json?["terms_text"] == .null)
            #expect(none.json?["rate_limit"] == .null)
            #expect(none.json?["name"]?.stringValue == "Bar")
            #expect(try await world.call(.get, path).json == none.json)
        }
    }

    @Test func `a change that goes along with one that is held is said to wait`() async throws {
        try await APIWorld.serving { world in
            let (path, json) = try await Self.create(world)
            let site = try await Self.site(world, "Hotel Linde")
            _ = try await world.call(.put, path, ["sites": [["id": .string(site), "subnets": []]]])
            let id = Instance.ID(try #require(json["id"]?.stringValue))
            try await world.store.updateInstance(id, isHeld: true, now: TestClock.start) { $0.rateLimit = "5M/20M" }
            let changed = try await world.call(.put, path, ["session_ttl": 7200])
            #expect(changed.status == 200)
            let notice = changed.json?["notices"]?.elements.first?.stringValue
            #expect(notice?.contains("A change is held: 0 of 1 site has it") == true)
            #expect(notice?.contains("gardengate rollout --instance Lobby") == true)
            #expect(try await world.call(.get, path).json == changed.json)
            #expect(try await world.call(.get, Self.list).json == changed.json.map { .array([$0]) })
            try await world.store.undoRollout(of: id, now: TestClock.start)
            #expect(try await world.call(.get, path).json?["notices"] == .array([]))
        }
    }

    @Test func `an oauth2 instance is kept, says that it is not served, and takes no coupons`() async throws {
        try await APIWorld.serving { world in
            let made = try await world.call(
                .post,
                Self.list,
                [
                    "name": "Staff", "strategy": "oauth2", "session_ttl": 1200,
                    "auth_integration_id": .string(Self.integration), "nonsense": true,
                ]
            )
            #expect(made.status == 201)
            #expect(made.json?["auth_window_ttl"]?.integerValue == 300)
            #expect(made.json?["auth_integration_id"]?.stringValue == Self.integration)
            #expect(made.json?["notices"]?.elements.count == 1)
            let path = "\(Self.list)/\(try #require(made.json?["id"]?.stringValue))"
            let coupons = try await world.call(.post, "\(path)/coupons", ["minutes_valid": 60, "count": 1])
            #expect(coupons.status == 409)
            #expect(coupons.message?.contains("oauth2") == true)
            let changed = try await world.call(.put, path, ["strategy": "coupon"])
            #expect(changed.json?["auth_integration_id"] == .null)
            #expect(changed.json?["auth_window_ttl"] == .null)
            #expect(try await world.call(.post, "\(path)/coupons", ["minutes_valid": 60, "count": 1]).status == 201)
            let same = try await world.call(.put, path, ["name": .null, "strategy": .null, "session_ttl": .null])
            #expect((same.status, same.json) == (200, changed.json))
            let without = try await world.call(.put, path, ["strategy": "oauth2"])
            #expect(without.status == 400)
            #expect(without.message?.contains("auth_integration_id") == true)
        }
    }

    @Test(arguments: [
        ("name", #""""#), ("name", "7"), ("name", #"" Lobby""#), ("name", #""a\u0007b""#),
        ("session_ttl", "1199"), ("session_ttl", "604801"), ("session_ttl", "1200.5"), ("session_ttl", "true"),
        ("session_ttl", #""1200""#), ("strategy", #""saml""#), ("code_length", "5"),
        ("code_length", "13"), ("coupon_password", #""other""#), ("device_policy", #""shared:1""#),
        ("device_policy", #""shared:007""#), ("rate_limit", #""fast""#), ("auth_window_ttl", "119"),
        ("auth_window_ttl", "901"), ("auth_integration_id", #""here""#), ("theme", "[]"),
        ("theme.accent_color", #"{"accent_color": "blue"}"#), ("theme.box_color", ##"{"box_color": "#12345"}"##),
        ("theme.logo", #"{"logo": "javascript:alert(1)"}"#), ("theme.icon", #"{"icon": 5}"#),
        ("terms_text", #""a\u0000b""#), ("terms_text", "5"), ("sites", "{}"), ("sites[0].id", #"[{"subnets": []}]"#),
        ("sites[0].id", #"[{"id": "x", "subnets": []}]"#),
        ("sites[0].subnets", #"[{"id": "00000000-0000-4000-8000-00000000abcd"}]"#),
        (
            "sites[0].subnets[1]",
            #"[{"id": "00000000-0000-4000-8000-00000000abcd", "subnets": ["10.0.0.0/8", "::/0"]}]"#
        ),
    ])
    func `a field out of its bounds is refused by name, and nothing changes`(field: String, value: String) async throws
    {
        try await APIWorld.serving { world in
            let (path, json) = try await Self.create(world)
            let name = field.prefix { $0 != "." && $0 != "[" }
            let body = #"{"code_length": 9, "\#(name)": \#(value)}"#
            let text = name == "code_length" ? #"{"rate_limit": "1M", "code_length": \#(value)}"# : body
            let answer = try await world.call(.put, path, raw: text)
            #expect(answer.status == 400)
            #expect(answer.json?["type"]?.stringValue == "invalid_request_error")
            #expect(answer.message?.contains(field) == true, "\(answer.text)")
            #expect(try await world.call(.get, path).json == json)
        }
    }

    @Test func `terms and image addresses have a bound each`() async throws {
        try await APIWorld.serving { world in
            let path = try await Self.create(world).path
            func status(_ body: JSON) async throws -> Int { try await world.call(.put, path, body).status }
            #expect(try await status(["terms_text": .string(String(repeating: "x", count: 20_000))]) == 200)
            #expect(try await status(["terms_text": .string(String(repeating: "x", count: 20_001))]) == 400)
            let address = "https://a.example/" + String(repeating: "x", count: 2030)
            #expect(try await status(["theme": ["logo": .string(address)]]) == 200)
            #expect(try await status(["theme": ["logo": .string(address + "x")]]) == 400)
        }
    }

    @Test func `a missing field, a taken name and an unknown site are told apart`() async throws {
        try await APIWorld.serving { world in
            let path = try await Self.create(world).path
            let missing = try await world.call(.post, Self.list, ["name": "B", "strategy": "coupon"])
            #expect(missing.code == "parameter_missing")
            #expect(missing.message?.contains("session_ttl") == true)
            let taken = try await world.call(
                .post,
                Self.list,
                ["name": "Lobby", "strategy": "coupon", "session_ttl": 1200]
            )
            #expect(taken.status == 409)
            let unknown = try await world.call(
                .put,
                path,
                ["name": "C", "sites": [["id": .string(Self.nobody), "subnets": []]]]
            )
            #expect((unknown.status, unknown.code) == (400, "parameter_invalid"))
            #expect(try await world.call(.get, path).json?["name"]?.stringValue == "Lobby")
            let place: JSON = ["id": .string(try await Self.site(world, "S")), "subnets": []]
            let twice: JSON = [place, place]
            #expect(try await world.call(.put, path, ["sites": twice]).status == 400)
            #expect(try await world.call(.get, "\(Self.list)/\(Self.nobody)").status == 404)
            #expect(try await world.call(.get, "\(Self.list)/Lobby").status == 404)
        }
    }

    @Test func `reading and writing need their own scope`() async throws {
        try await APIWorld.serving { world in
            let path = try await Self.create(world).path
            let read = world.bearer(.instancesRead)
            let write = world.bearer(.instancesWrite)
            #expect(try await world.call(.get, path, authorization: read).status == 200)
            #expect(try await world.call(.delete, path, authorization: read).status == 403)
            #expect(try await world.call(.get, path, authorization: write).status == 403)
            #expect(try await world.call(.put, path, ["name": "B"], authorization: write).status == 200)
        }
    }
}
