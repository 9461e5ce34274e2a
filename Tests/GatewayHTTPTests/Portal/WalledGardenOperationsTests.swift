import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct WalledGardenOperationsTests {
    private static func garden(_ world: APIWorld, _ site: String = "Hotel") async throws -> String {
        let made = try await world.call(.post, "/captive/sites", ["name": .string(site)])
        return "/captive/walled-garden/\(try #require(made.json?["id"]?.stringValue))"
    }

    @Test func `an entry of the portal's API is made, told, moved, replaced and removed`() async throws {
        try await APIWorld.serving { world in
            let list = try await Self.garden(world)
            let made = try await world.call(
                .post,
                list,
                ["name": "Login", "type": "captive-auth", "ip_address": "203.0.113.0/24", "unknown": 1]
            )
            #expect(made.status == 201)
            let json = try #require(made.json)
            #expect(json["ip_address"]?.stringValue == "203.0.113.0/24")
            #expect(json["type"]?.stringValue == "captive-auth")
            #expect(json["dst_host"] == .null)
            #expect(json["order"]?.integerValue == 0)
            #expect(json["action"]?.stringValue == "allow")
            let path = "\(list)/\(try #require(json["id"]?.stringValue))"
            #expect(made.headers[.location]?.hasSuffix(path) == true)
            let host = try await world.call(
                .post,
                list,
                ["name": "Bank", "dst_host": "Pay.example", "port": "443", "protocol": "tcp", "order": 0]
            )
            #expect(host.json?["dst_host"]?.stringValue == "pay.example")
            #expect(host.json?["type"] == .null)
            #expect(try await world.call(.get, path).json?["order"]?.integerValue == 1)
            let moved = try await world.call(
                .put,
                path,
                ["name": "Sign in", "ip_address": "203.0.113.7", "order": 0, "action": "deny"]
            )
            #expect(moved.status == 200)
            #expect(moved.json?["id"] == json["id"])
            #expect(moved.json?["ip_address"]?.stringValue == "203.0.113.7")
            #expect(moved.json?["type"] == .null)
            #expect(moved.json?["action"]?.stringValue == "deny")
            let all = try await world.call(.get, list)
            #expect(all.json?.elements.compactMap { $0["name"]?.stringValue } == ["Sign in", "Bank"])
            let stays = try await world.call(.put, path, ["name": "Sign in", "dst_host": "login.example"])
            #expect(stays.json?["order"]?.integerValue == 0)
            #expect(stays.json?["ip_address"] == .null)
            // What was read may be sent back as it is.
            #expect(try await world.call(.put, path, stays.json).json == stays.json)
            #expect(try await world.call(.delete, path).status == 204)
            #expect(try await world.call(.get, path).status == 404)
            #expect(try await world.call(.delete, path).status == 404)
        }
    }

    @Test(arguments: [
        (#"{"ip_address": "10.0.0.1"}"#, "name"), (#"{"name": "x"}"#, "ip_address"), (#"{"name": "x"}"#, "dst_host"),
        (#"{"name": "x", "ip_address": "10.0.0.1", "dst_host": "a.example"}"#, "dst_host"),
        (#"{"name": "x", "ip_address": "10.0.0.0/33"}"#, "ip_address"),
        (#"{"name": "x", "ip_address": "fe80::1"}"#, "ip_address"), (#"{"name": "x", "ip_address": 5}"#, "ip_address"),
        (#"{"name": "x", "dst_host": "10.0.0.1"}"#, "dst_host"), (#"{"name": "x", "dst_host": "a b"}"#, "dst_host"),
        (#"{"name": "x", "ip_address": "10.0.0.1", "type": "other"}"#, "type"),
        (#"{"name": "x", "ip_address": "10.0.0.1", "port": "443"}"#, "port"),
        (#"{"name": "x", "ip_address": "10.0.0.1", "port": 443, "protocol": "tcp"}"#, "port"),
        (#"{"name": "x", "ip_address": "10.0.0.1", "port": "99999", "protocol": "tcp"}"#, "port"),
        (#"{"name": "x", "ip_address": "10.0.0.1", "action": "drop"}"#, "action"),
        (#"{"name": "x", "ip_address": "10.0.0.1", "order": -1}"#, "order"),
        (#"{"name": "x", "ip_address": "10.0.0.1", "path": "/a"}"#, "path"),
        (#"{"name": "x", "dst_host": "a.example", "method": "BREW"}"#, "method"),
    ])
    func `bad input is refused by name, and nothing is stored`(body: String, name: String) async throws {
        try await APIWorld.serving { world in
            let list = try await Self.garden(world)
            let answer = try await world.call(.post, list, raw: body)
            #expect(answer.status == 400, "\(answer.text)")
            #expect(answer.message?.contains(name) == true, "\(answer.text)")
            #expect(try await world.call(.get, list).json == .array([]))
        }
    }

    @Test func `an entry of another site is unknown`() async throws {
        try await APIWorld.serving { world in
            let hotel = try await Self.garden(world)
            let beach = try await Self.garden(world, "Beach")
            let body: JSON = ["name": "Login", "ip_address": "203.0.113.0/24"]
            let id = try #require(try await world.call(.post, hotel, body).json?["id"]?.stringValue)
            #expect(try await world.call(.get, "\(beach)/\(id)").status == 404)
            #expect(try await world.call(.put, "\(beach)/\(id)", body).status == 404)
            #expect(try await world.call(.delete, "\(beach)/\(id)").status == 404)
            #expect(try await world.call(.get, "\(hotel)/\(id)").status == 200)
        }
    }
}
