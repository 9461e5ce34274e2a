import Foundation
import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct CreateCouponsTests {
    @Test func `a batch is made and then listed, newest first`() async throws {
        try await CouponWorld.serving { world in
            let first = try await world.make(3)
            world.api.clock.advance(by: .seconds(1))
            let second = try await world.make(2)
            #expect(first.count == 3)
            #expect(first.first?["expires_at"]?.stringValue == "2026-11-21T18:00:00Z")
            let listed = try await world.api.call(.get, world.path)
            #expect(listed.status == 200)
            #expect(listed.headers[.contentType] == "application/json")
            #expect(listed.json == .array(second + first))
        }
    }

    @Test func `a coupon has the five fields of the portal's API first, then ours`() async throws {
        try await CouponWorld.serving { world in
            let limits: JSON = [
                "note": .string("Fête \"42\" 🎉"), "data_limit": .integer(.max), "rate_limit": .string("5M/20M"),
                "sites": .array([.id(world.site.id)]), "color": .string("ignored"), "id": .integer(5),
            ]
            let coupon = try #require(try await world.make(1, limits).first)
            #expect(
                coupon.names == [
                    "id", "code", "expires_at", "redeemed_at", "created_at", "state", "note", "data_limit",
                    "rate_limit",
                    "sites", "template_id", "schedule_id", "redeemed_site_id", "revoked_at", "instance_id",
                ]
            )
            let text = try await world.api.call(.get, world.path).text
            #expect(text.hasPrefix(#"[{"id":""#))
            let places = ["id", "code", "expires_at", "redeemed_at", "created_at", "state"].compactMap {
                text.range(of: "\"\($0)\":")?.lowerBound
            }
            #expect(places.count == 6 && places == places.sorted())
            #expect(coupon["note"] == limits["note"])
            #expect(coupon["data_limit"] == .integer(.max))
            #expect(coupon["rate_limit"]?.stringValue == "5M/20M")
            #expect(coupon["sites"] == .array([.id(world.site.id)]))
            #expect(coupon["state"]?.stringValue == "unused")
            #expect(coupon["redeemed_at"] == .null)
            #expect(coupon["instance_id"]?.stringValue == world.instance.id.rawValue)
            let plain = try #require(try await world.make(1).first)
            for name in ["note", "data_limit", "rate_limit", "redeemed_site_id", "revoked_at"] {
                #expect(plain[name] == .null)
            }
            #expect(plain["sites"] == .array([]))
        }
    }

    @Test(arguments: [
        (#"{"minutes_valid": 1, "count": 1}"#, 1), (#"{"minutes_valid": 5256000, "count": 200}"#, 200),
        (#"{"minutes_valid": 1e2, "count": 2.0}"#, 2),
        (#"{"minutes_valid": 60, "count": 1, "note": null, "data_limit": null, "rate_limit": null, "sites": null}"#, 1),
        (#"{"minutes_valid": 60, "count": 1, "sites": [], "data_limit": 1}"#, 1),
        (#"{"minutes_valid": 60, "count": 1, "note": "\#(String(repeating: "ä", count: 100))"}"#, 1),
    ])
    func `each bound itself is within`(body: String, count: Int) async throws {
        try await CouponWorld.serving { world in
            let answer = try await world.api.call(.post, world.path, raw: body)
            #expect(answer.status == 201, "\(answer.text)")
            #expect(answer.json?.elements.count == count)
        }
    }

    @Test(arguments: [
        (#"{"minutes_valid": 60}"#, "parameter_missing", "count"),
        (#"{"minutes_valid": 60, "count": 201}"#, "parameter_invalid", "count"),
        (#"{"minutes_valid": 60, "count": 0}"#, "parameter_invalid", "count"),
        (#"{"minutes_valid": 60, "count": -1}"#, "parameter_invalid", "count"),
        (#"{"minutes_valid": 60, "count": true}"#, "parameter_invalid", "count"),
        (#"{"minutes_valid": 60, "count": 1.5}"#, "parameter_invalid", "count"),
        (#"{"minutes_valid": 60, "count": "10"}"#, "parameter_invalid", "count"),
        (#"{"minutes_valid": 60, "count": [1]}"#, "parameter_invalid", "count"),
        (#"{"minutes_valid": 0, "count": 1}"#, "parameter_invalid", "minutes_valid"),
        (#"{"minutes_valid": 5256001, "count": 1}"#, "parameter_invalid", "minutes_valid"),
        (#"{"minutes_valid": 1e30, "count": 1}"#, "parameter_invalid", "minutes_valid"),
        (#"{"minutes_valid": 123456789012345678901234567890, "count": 1}"#, "parameter_invalid", "minutes_valid"),
        (#"{"minutes_valid": null, "count": 1}"#, "parameter_missing", "minutes_valid"),
        (#"{"minutes_valid": 60, "count": 1, "note": ""}"#, "parameter_invalid", "note"),
        (#"{"minutes_valid": 60, "count": 1, "note": 5}"#, "parameter_invalid", "note"),
        (#"{"minutes_valid": 60, "count": 1, "note": "a\nb"}"#, "parameter_invalid", "note"),
        (
            #"{"minutes_valid": 60, "count": 1, "note": "\#(String(repeating: "ä", count: 101))"}"#,
            "parameter_invalid", "note"
        ),
        (#"{"minutes_valid": 60, "count": 1, "data_limit": 0}"#, "parameter_invalid", "data_limit"),
        (#"{"minutes_valid": 60, "count": 1, "data_limit": 9223372036854775808}"#, "parameter_invalid", "data_limit"),
        (#"{"minutes_valid": 60, "count": 1, "rate_limit": "fast"}"#, "parameter_invalid", "rate_limit"),
        (#"{"minutes_valid": 60, "count": 1, "rate_limit": 5}"#, "parameter_invalid", "rate_limit"),
        (#"{"minutes_valid": 60, "count": 1, "sites": ["Harbour"]}"#, "parameter_invalid", "sites[0]"),
        (#"{"minutes_valid": 60, "count": 1, "sites": "all"}"#, "parameter_invalid", "sites"),
        (#"[]"#, "body_invalid", "object"),
        (#"{"minutes_valid": 60, "count": 1"#, "body_invalid", "JSON"),
        (#"{"a": "# + String(repeating: "[", count: 10_000), "body_invalid", "deeper"),
        ("", "body_missing", "body"),
    ])
    func `bad input is refused by name, and nothing is stored`(body: String, code: String, name: String) async throws {
        try await CouponWorld.serving { world in
            let answer = try await world.api.call(.post, world.path, raw: body)
            #expect(answer.status == 400)
            #expect(answer.code == code)
            #expect(answer.message?.contains(name) == true, "\(answer.text)")
            #expect(answer.json?["type"]?.stringValue == "invalid_request_error")
            #expect(answer.json?["doc_url"]?.stringValue == "http://127.0.0.1:\(world.api.port)/errors/\(code)")
            #expect(try await world.api.call(.get, world.path).json == .array([]))
        }
    }

    @Test func `bytes that are no UTF-8 are refused`() async throws {
        try await CouponWorld.serving { world in
            var bytes = Array(#"{"minutes_valid": 60, "count": 1, "note": "?"}"#.utf8)
            bytes[bytes.count - 3] = 0xFF
            let answer = try await world.api.call(.post, world.path, bytes: bytes)
            #expect(answer.status == 400)
            #expect(answer.code == "body_invalid")
        }
    }

    @Test func `a site that the instance does not serve is refused, an instance that nobody knows is not found`()
        async throws
    {
        try await CouponWorld.serving { world in
            let order: JSON = [
                "minutes_valid": .integer(60), "count": .integer(1), "sites": .array([.id(world.strangeSite.id)]),
            ]
            let strange = try await world.api.call(.post, world.path, order)
            #expect(strange.status == 400)
            #expect(strange.message?.contains(world.strangeSite.id.rawValue) == true)
            for instance in [world.api.store.newID(of: Instance.self).rawValue, "Lobby", "1"] {
                let path = "/captive/instances/\(instance)/coupons"
                #expect(try await world.api.call(.post, path, order).status == 404)
                #expect(try await world.api.call(.get, path).status == 404)
                #expect(try await world.api.call(.get, "\(path)?limit=1").status == 404)
                #expect(try await world.api.call(.post, "\(path)/revoke", ["note": .string("x")]).status == 404)
            }
        }
    }

    @Test func `reading and writing are scopes of their own`() async throws {
        try await CouponWorld.serving { world in
            let (read, write) = (world.api.bearer(.couponsRead), world.api.bearer(.couponsWrite))
            let order: JSON = ["minutes_valid": .integer(60), "count": .integer(1)]
            let made = try await world.api.call(.post, world.path, order, authorization: write)
            #expect(made.status == 201)
            let one = "\(world.path)/\(try #require(made.json?.ids.first))"
            #expect(try await world.api.call(.post, world.path, order, authorization: read).code == "scope_missing")
            for path in [world.path, one] {
                #expect(try await world.api.call(.get, path, authorization: read).status == 200)
                #expect(try await world.api.call(.get, path, authorization: write).status == 403)
            }
            #expect(try await world.api.call(.delete, one, authorization: read).status == 403)
            let filter: JSON = ["state": .string("unused")]
            #expect(try await world.api.call(.post, "\(world.path)/revoke", filter, authorization: read).status == 403)
            #expect(try await world.api.call(.get, world.path, authorization: "").status == 401)
        }
    }
}
