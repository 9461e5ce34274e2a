import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct DeviceOperationsTests {
    private static let pin = "pin:" + String(repeating: "ab", count: 32)

    private static func devices(_ world: APIWorld, _ site: String = "Hotel") async throws -> String {
        let made = try await world.call(.post, "/captive/sites", ["name": .string(site)])
        return "/captive/sites/\(try #require(made.json?["id"]?.stringValue))/devices"
    }

    private static func body(_ host: String = "192.0.2.1") -> JSON {
        ["host": .string(host), "user": "gate", "password": "open-sesame", "trust": .string(pin)]
    }

    @Test func `a device is added, told with how it is doing, changed and removed; its password is never told`()
        async throws
    {
        try await APIWorld.serving { world in
            let list = try await Self.devices(world)
            let added = try await world.call(.post, list, Self.body())
            #expect(added.status == 201)
            let json = try #require(added.json)
            #expect(
                json.names == [
                    "id", "site_id", "host", "port", "user", "trust", "insecure", "allow_unsupported",
                    "syslog_source", "created_at", "status",
                ]
            )
            #expect(json["port"]?.integerValue == 8729)
            #expect(json["trust"]?.stringValue == Self.pin)
            // Nothing was written to it yet, so there is something that it does not hold.
            #expect(json["status"]?["state"]?.stringValue == "drifted")
            #expect(
                json["status"]?.names == [
                    "state", "conditions", "last_success_at", "failing_since", "failure", "failure_label", "last_run",
                    "pending_changes", "pending_push", "clock_error_seconds",
                ]
            )
            let path = "\(list)/\(try #require(json["id"]?.stringValue))"
            #expect(added.headers[.location]?.hasSuffix(path) == true)
            let changed = try await world.call(
                .put,
                path,
                ["host": "router.example", "port": 8730, "trust": "anonymous", "password": "other"]
            )
            #expect(changed.status == 200)
            #expect(changed.json?["host"]?.stringValue == "router.example")
            #expect(changed.json?["user"]?.stringValue == "gate")
            #expect(changed.json?["trust"]?.stringValue == "anonymous")
            let id = Device.ID(try #require(json["id"]?.stringValue))
            #expect(try await world.store.password(of: id).revealed == "other")
            #expect(try await world.call(.put, path, ["allow_unsupported": true]).status == 200)
            #expect(try await world.store.password(of: id).revealed == "other")
            let answers = try await [world.call(.get, path), world.call(.get, list), added, changed]
            for answer in answers {
                #expect(!answer.text.contains("password"))
                #expect(!answer.text.contains("open-sesame"))
            }
            #expect(try await world.call(.delete, path).status == 204)
            #expect(try await world.call(.get, path).status == 404)
            #expect(try await world.call(.get, list).json == .array([]))
        }
    }

    @Test func `where a device's syslog comes from is set, told and taken back without the password`() async throws {
        try await APIWorld.serving { world in
            let list = try await Self.devices(world)
            let added = try await world.call(.post, list, Self.body().with(["syslog_source": "::ffff:198.51.100.7"]))
            #expect(added.json?["syslog_source"]?.stringValue == "198.51.100.7")
            let path = "\(list)/\(try #require(added.json?["id"]?.stringValue))"
            let moved = try await world.call(.put, path, ["syslog_source": "2001:DB8:0:0::1"])
            #expect(moved.json?["syslog_source"]?.stringValue == "2001:db8::1")
            let renamed = try await world.call(.put, path, ["user": "other"])
            #expect(renamed.json?["syslog_source"]?.stringValue == "2001:db8::1")
            for wrong: JSON in ["router.example", "192.0.2.0/24", "192.0.2.1:514", "", 7] {
                let refused = try await world.call(.put, path, ["syslog_source": wrong])
                #expect(refused.status == 400)
                #expect(refused.text.contains("syslog_source"))
            }
            #expect(try await world.call(.put, path, ["syslog_source": .null]).json?["syslog_source"] == .null)
        }
    }

    @Test(arguments: ["host", "port", "trust"])
    func `a kept password is not sent anywhere else`(field: String) async throws {
        try await APIWorld.serving { world in
            let list = try await Self.devices(world)
            let id = try #require(try await world.call(.post, list, Self.body()).json?["id"]?.stringValue)
            let path = "\(list)/\(id)"
            let before = try await world.call(.get, path).json
            let change: JSON =
                switch field {
                case "host": ["host": "198.51.100.9"]
                case "port": ["port": 9]
                default: ["trust": "anonymous"]
                }
            let refused = try await world.call(.put, path, change)
            #expect(refused.status == 400)
            #expect(refused.code == "parameter_missing")
            #expect(refused.message?.contains("password") == true)
            #expect(try await world.call(.get, path).json == before)
        }
    }

    @Test(arguments: [
        (#"{"user": "a", "password": "b", "trust": "anonymous"}"#, "host"),
        (#"{"host": "h", "password": "b", "trust": "anonymous"}"#, "user"),
        (#"{"host": "h", "user": "a", "trust": "anonymous"}"#, "password"),
        (#"{"host": "h", "user": "a", "password": "b"}"#, "trust"),
        (#"{"host": "h", "user": "a", "password": "b", "trust": "ca:/etc/passwd"}"#, "trust"),
        (#"{"host": "h", "user": "a", "password": "b", "trust": "pin:abcd"}"#, "trust"),
        (#"{"host": "h", "user": "a", "password": "b", "trust": "anonymous", "port": 0}"#, "port"),
        (#"{"host": "h", "user": "a", "password": "b", "trust": "anonymous", "port": 65536}"#, "port"),
        (#"{"host": "h", "user": "a", "password": "b", "trust": "anonymous", "port": true}"#, "port"),
        (#"{"host": "http://h", "user": "a", "password": "b", "trust": "anonymous"}"#, "host"),
        (#"{"host": "h", "user": "a", "password": 5, "trust": "anonymous"}"#, "password"),
        (#"{"host": "h", "user": "a", "password": "b", "trust": "anonymous", "sealed": 1}"#, "sealed"),
    ])
    func `bad input is refused by name, and nothing is stored`(body: String, name: String) async throws {
        try await APIWorld.serving { world in
            let list = try await Self.devices(world)
            let answer = try await world.call(.post, list, raw: body)
            #expect(answer.status == 400)
            #expect(answer.message?.contains(name) == true, "\(answer.text)")
            #expect(!answer.text.contains("/etc/passwd"))
            #expect(try await world.call(.get, list).json == .array([]))
        }
    }

    @Test func `a device of another site is unknown, and an address occurs once`() async throws {
        try await APIWorld.serving { world in
            let hotel = try await Self.devices(world)
            let beach = try await Self.devices(world, "Beach")
            let first = try #require(try await world.call(.post, hotel, Self.body()).json?["id"]?.stringValue)
            #expect(try await world.call(.post, beach, Self.body()).status == 409)
            let second = try await world.call(.post, beach, Self.body("192.0.2.2"))
            let other = try #require(second.json?["id"]?.stringValue)
            for path in ["\(beach)/\(first)", "\(hotel)/\(other)"] {
                #expect(try await world.call(.get, path).status == 404)
                #expect(try await world.call(.put, path, ["user": "x"]).status == 404)
                #expect(try await world.call(.delete, path).status == 404)
            }
            #expect(try await world.call(.get, hotel).json?.elements.count == 1)
            let moved = try await world.call(
                .put,
                "\(beach)/\(other)",
                ["host": "192.0.2.1", "password": "open-sesame"]
            )
            #expect(moved.status == 409)
        }
    }

    @Test func `changes at the same time all hold, so that no new password goes to an old host`() async throws {
        try await APIWorld.serving { world in
            let list = try await Self.devices(world)
            let added = try await world.call(.post, list, Self.body())
            let path = "\(list)/\(try #require(added.json?["id"]?.stringValue))"
            for round in 1...20 {
                let host = JSON.string("192.0.2.\(round)")
                let user = JSON.string("user-\(round)")
                async let moved = world.call(.put, path, ["host": host, "password": "open-sesame"])
                async let renamed = world.call(.put, path, ["user": user])
                #expect(try await [moved.status, renamed.status] == [200, 200])
                let device = try #require(try await world.call(.get, path).json)
                #expect(device["host"] == host)
                #expect(device["user"] == user)
            }
        }
    }
}
