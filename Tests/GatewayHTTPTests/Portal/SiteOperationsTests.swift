import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct SiteOperationsTests {
    private static let list = "/captive/sites"

    private static func site(_ world: APIWorld, _ name: String) async throws -> String {
        let made = try await world.call(.post, list, ["name": .string(name)])
        #expect(made.status == 201)
        return "\(list)/\(try #require(made.json?["id"]?.stringValue))"
    }

    private static func instance(_ world: APIWorld, _ name: String = "Lobby") async throws -> String {
        let made = try await world.call(
            .post,
            "/captive/instances",
            ["name": .string(name), "strategy": "coupon", "session_ttl": 1200]
        )
        return try #require(made.json?["id"]?.stringValue)
    }

    @Test func `a site is made, changed in one go, and removed`() async throws {
        try await APIWorld.serving { world in
            let instance = try await Self.instance(world)
            let path = try await Self.site(world, "Hotel")
            let services: JSON = [["id": .string(instance), "subnets": ["10.5.50.0/24", "10.6.0.0/16"]]]
            let changed = try await world.call(
                .put,
                path,
                ["name": "Hotel Linde", "paused": true, "instances": services]
            )
            #expect(changed.status == 200)
            #expect(
                changed.json?.names == [
                    "id", "name", "paused_at", "instances", "scripts", "windows", "created_at", "health",
                ]
            )
            #expect(changed.json?["name"]?.stringValue == "Hotel Linde")
            #expect(changed.json?["paused_at"]?.stringValue == "2026-11-21T08:00:00Z")
            let shown: JSON = [
                ["id": .string(instance), "login_page": false, "subnets": ["10.5.50.0/24", "10.6.0.0/16"]]
            ]
            #expect(changed.json?["instances"] == shown)
            #expect(changed.json?["scripts"] == true)
            #expect(try await world.call(.put, path, ["scripts": false]).json?["scripts"] == false)
            #expect(try await world.call(.put, path, ["name": "Hotel Linde"]).json?["scripts"] == false)
            #expect(try await world.call(.put, path, ["scripts": true]).json == changed.json)
            world.clock.advance(by: .seconds(60))
            let again = try await world.call(.put, path, ["paused": true])
            #expect(again.json == changed.json)
            let resumed = try await world.call(.put, path, ["paused": false, "instances": .array([])])
            #expect(resumed.json?["paused_at"] == .null)
            #expect(resumed.json?["instances"] == .array([]))
            #expect(try await world.call(.delete, path).status == 204)
            #expect(try await world.call(.get, path).status == 404)
            #expect(try await world.call(.delete, path).status == 404)
        }
    }

    @Test func `windows are given with a site, told with it, replaced together and taken away`() async throws {
        try await APIWorld.serving { world in
            let path = try await Self.site(world, "Hotel")
            #expect(try await world.call(.get, path).json?["windows"] == .array([]))
            let nights: JSON = [
                "days": ["mon", "tue", "wed"], "from": "02:00", "timezone": "Europe/Berlin", "to": "05:00",
            ]
            let given = try await world.call(.put, path, ["windows": .array([nights])])
            #expect(given.status == 200, "\(given.text)")
            #expect(given.json?["windows"] == .array([nights]))
            #expect(try await world.call(.put, path, ["name": "Inn"]).json?["windows"] == .array([nights]))
            let daily: JSON = ["from": "23:00", "to": "01:00", "timezone": "UTC"]
            let made = try await world.call(.post, Self.list, ["name": "Pier", "windows": .array([daily])])
            #expect(made.status == 201)
            #expect(made.json?["windows"]?[0]?["days"] == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
            #expect(try await world.call(.put, path, ["windows": .array([])]).json?["windows"] == .array([]))
        }
    }

    @Test func `a login page is shown where somebody asks for it, until somebody takes it away`() async throws {
        try await APIWorld.serving { world in
            let instance = try await Self.instance(world)
            let path = try await Self.site(world, "Hotel")
            func pages(_ place: JSON) async throws -> [JSON?] {
                let answer = try await world.call(.put, path, ["instances": .array([place])])
                #expect(answer.status == 200)
                return answer.json?["instances"]?.elements.map { $0["login_page"] } ?? []
            }
            let plain: JSON = ["id": .string(instance), "subnets": .array([])]
            #expect(try await pages(plain) == [false])
            #expect(try await pages(plain.with(["login_page": true])) == [true])
            #expect(try await pages(plain) == [true])
            #expect(try await pages(plain.with(["login_page": false])) == [false])
            #expect(try await pages(plain.with(["login_page": true])) == [true])
            // It serves the site no more, and then again: nobody asked for the page anew.
            let place: JSON = ["id": .string(String(path.split(separator: "/").last ?? "")), "subnets": .array([])]
            for sites in [JSON.array([]), .array([place])] {
                #expect(try await world.call(.put, "/captive/instances/\(instance)", ["sites": sites]).status == 200)
            }
            let site = try await world.call(.get, path)
            #expect(site.json?["instances"]?.elements.map { $0["login_page"] } == [false])
            #expect(
                try await world.call(.put, path, ["instances": .array([plain.with(["login_page": 1])])]).status == 400
            )
        }
    }

    @Test func `sites are told page by page`() async throws {
        try await APIWorld.serving { world in
            for name in ["C", "a", "B", "É", "D"] { _ = try await Self.site(world, name) }
            var names: [String] = []
            var next: String? = "\(Self.list)?limit=2"
            var pages = 0
            while let path = next {
                let answer = try await world.call(.get, path)
                #expect(answer.status == 200)
                names += try #require(answer.json).elements.compactMap { $0["name"]?.stringValue }
                pages += 1
                let link = answer.headers[.link]
                next = link.map { String($0.dropFirst().prefix { $0 != ">" }) }
                    .map { String($0.drop { $0 != "?" }) }.map { Self.list + $0 }
            }
            #expect(names == ["B", "C", "D", "a", "É"])
            #expect(pages == 3)
            #expect(try await world.call(.get, "\(Self.list)?limit=0").status == 400)
            #expect(try await world.call(.get, "\(Self.list)?cursor=xyz").status == 400)
        }
    }

    @Test(arguments: [
        (#"{"name": "x", "colour": 1}"#, "parameter_unknown", "colour"),
        (#"{"name": ""}"#, "parameter_invalid", "name"),
        (#"{"paused": "yes"}"#, "parameter_invalid", "paused"),
        (#"{"instances": null}"#, "parameter_invalid", "instances"),
        (#"{"windows": null}"#, "parameter_invalid", "windows"),
        (#"{"windows": [{"from": "02:00", "timezone": "UTC"}]}"#, "parameter_missing", "windows[0].to"),
        (
            #"{"windows": [{"from": "02:00", "to": "02:05", "timezone": "UTC"}]}"#, "parameter_invalid",
            "at least 10 minutes after 02:00"
        ),
        (#"{"windows": [{"from": "2", "to": "05:00", "timezone": "UTC"}]}"#, "parameter_invalid", "from"),
        (
            #"{"windows": [{"from": "02:00", "to": "05:00", "timezone": "Mars/Olympus"}]}"#, "parameter_invalid",
            "timezone"
        ),
        (
            #"{"windows": [{"days": ["monday"], "from": "02:00", "to": "05:00", "timezone": "UTC"}]}"#,
            "parameter_invalid", "days"
        ),
        (#"{"instances": [{"id": "x", "subnets": []}]}"#, "parameter_invalid", "instances[0].id"),
        (
            #"{"instances": [{"id": "00000000-0000-4000-8000-00000000abcd", "subnets": [], "x": 1}]}"#,
            "parameter_unknown", "instances[0].x"
        ),
    ])
    func `bad input is refused by name, and nothing changes`(body: String, code: String, name: String) async throws {
        try await APIWorld.serving { world in
            let path = try await Self.site(world, "Hotel")
            let before = try await world.call(.get, path).json
            let answer = try await world.call(.put, path, raw: body)
            #expect(answer.status == 400)
            #expect(answer.code == code)
            #expect(answer.message?.contains(name) == true, "\(answer.text)")
            #expect(try await world.call(.get, path).json == before)
        }
    }

    @Test func `a taken name, an unknown instance and a site with devices are refused`() async throws {
        try await APIWorld.serving { world in
            let path = try await Self.site(world, "Hotel")
            #expect(try await world.call(.post, Self.list, ["name": "Hotel"]).status == 409)
            let unknown: JSON = [["id": "00000000-0000-4000-8000-00000000abcd", "subnets": .array([])]]
            #expect(try await world.call(.put, path, ["instances": unknown]).status == 400)
            let unserved = try await world.call(.post, Self.list, ["name": "Motel", "instances": unknown])
            #expect((unserved.status, unserved.code) == (400, "parameter_invalid"))
            let device = try await world.call(
                .post,
                "\(path)/devices",
                ["host": "192.0.2.1", "user": "gate", "password": "open", "trust": "anonymous"]
            )
            #expect(device.status == 201)
            let refused = try await world.call(.delete, path)
            #expect(refused.status == 409)
            #expect(refused.message?.contains("device") == true)
            let id = try #require(device.json?["id"]?.stringValue)
            #expect(try await world.call(.delete, "\(path)/devices/\(id)").status == 204)
            #expect(try await world.call(.delete, path).status == 204)
        }
    }
}
