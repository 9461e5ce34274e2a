import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct RevokeCouponsTests {
    @Test func `a coupon is shown, taken back, and taken back again`() async throws {
        try await CouponWorld.serving { world in
            let coupon = try #require(try await world.make(1, ["note": .string("desk")]).first)
            let path = "\(world.path)/\(try #require(coupon["id"]?.stringValue))"
            let shown = try await world.api.call(.get, path)
            #expect(shown.status == 200)
            #expect(shown.json == coupon)
            world.api.clock.advance(by: .seconds(5))
            let revoked = try await world.api.call(.delete, path)
            #expect(revoked.status == 204)
            #expect(revoked.text.isEmpty)
            world.api.clock.advance(by: .seconds(5))
            #expect(try await world.api.call(.delete, path.uppercased(after: world.path)).status == 204)
            let after = try await world.api.call(.get, path)
            #expect(after.json?["state"]?.stringValue == "revoked")
            #expect(after.json?["revoked_at"]?.stringValue == "2026-11-21T08:00:05Z")
            #expect(try await world.api.call(.put, path, [:]).status == 405)
        }
    }

    @Test func `the coupon of another instance, and what is no coupon, are not found and stay as they are`()
        async throws
    {
        try await CouponWorld.serving { world in
            let (other, coupon) = try await world.stranger()
            for id in [coupon.id.rawValue, coupon.code, world.api.store.newID(of: Coupon.self).rawValue, "0"] {
                let path = "\(world.path)/\(id)"
                #expect(try await world.api.call(.get, path).code == "resource_missing")
                #expect(try await world.api.call(.delete, path).status == 404)
            }
            let filter: JSON = ["ids": .array([.id(coupon.id)])]
            let bulk = try await world.api.call(.post, "\(world.path)/revoke", filter)
            #expect(bulk.json == ["revoked": .integer(0)])
            let shown = try await world.api.call(.get, "\(CouponWorld.path(of: other))/\(coupon.id)")
            #expect(shown.json?["state"]?.stringValue == "unused")
        }
    }

    @Test func `a filter takes back what meets all of it`() async throws {
        try await CouponWorld.serving { world in
            let wedding = try await world.make(3, ["note": .string("wedding")])
            world.api.clock.advance(by: .seconds(60))
            let late = try await world.make(2, ["note": .string("wedding")])
            let others = try await world.make(2)
            try await world.redeem(wedding[0])
            func revoke(_ filter: JSON) async throws -> Int64? {
                let answer = try await world.api.call(.post, "\(world.path)/revoke", filter)
                #expect(answer.status == 200, "\(answer.text)")
                return answer.json?["revoked"]?.integerValue
            }
            let note: JSON = ["note": .string("wedding")]
            #expect(try await revoke(["note": .string("Wedding")]) == 0)
            let early: JSON = ["created_before": .string("2026-11-21T09:00:30+01:00")]
            #expect(try await revoke(note.with(early).with(["state": .string("active")])) == 1)
            #expect(try await revoke(note.with(early)) == 2)
            #expect(try await revoke(["ids": .array([late[0]["id"] ?? .null, others[0]["id"] ?? .null])]) == 2)
            #expect(try await revoke(["state": .string("unused")]) == 2)
            #expect(try await revoke(["state": .string("unused")]) == 0)
            let revoked = try await world.api.call(.get, "\(world.path)?state=revoked")
            #expect(revoked.json?.elements.count == 7)
        }
    }

    @Test(arguments: [
        ("{}", "parameter_missing", "at least one"), (#"{"note": null}"#, "parameter_invalid", "note"),
        (#"{"ids": []}"#, "parameter_invalid", "ids"), (#"{"ids": ["x"]}"#, "parameter_invalid", "ids[0]"),
        (#"{"ids": "x"}"#, "parameter_invalid", "ids"), (#"{"note": ""}"#, "parameter_invalid", "note"),
        (#"{"note": 1}"#, "parameter_invalid", "note"), (#"{"state": "used"}"#, "parameter_invalid", "state"),
        (#"{"created_before": "yesterday"}"#, "parameter_invalid", "created_before"),
        (#"{"created_before": 5}"#, "parameter_invalid", "created_before"),
        (#"{"template_id": "x"}"#, "parameter_invalid", "template_id"),
        (#"{"schedule_id": "x"}"#, "parameter_invalid", "schedule_id"),
        (#"{"state": "unused", "nots": "wedding"}"#, "parameter_unknown", "nots"),
        ("[]", "body_invalid", "object"), ("", "body_missing", "body"),
    ])
    func `a filter that is empty or cannot be read takes nothing back`(
        body: String,
        code: String,
        name: String
    ) async throws {
        try await CouponWorld.serving { world in
            let made = try await world.make(2)
            let answer = try await world.api.call(.post, "\(world.path)/revoke", raw: body)
            #expect(answer.status == 400)
            #expect(answer.code == code)
            #expect(answer.message?.contains(name) == true, "\(answer.text)")
            #expect(try await world.api.call(.get, world.path).json == .array(made))
        }
    }

    @Test func `a filter of too many ids is refused`() async throws {
        try await CouponWorld.serving { world in
            func filter(_ count: Int) -> JSON {
                ["ids": .list(0..<count) { _ in .id(world.api.store.newID(of: Coupon.self)) }]
            }
            let most = try await world.api.call(.post, "\(world.path)/revoke", filter(1000))
            let tooMany = try await world.api.call(.post, "\(world.path)/revoke", filter(1001))
            #expect(most.status == 200)
            #expect(tooMany.status == 400)
        }
    }
}

extension String {
    /// The same path with the part behind a prefix in upper case, as a UUID may be written.
    fileprivate func uppercased(after prefix: String) -> String {
        prefix + dropFirst(prefix.count).uppercased()
    }
}
