import Foundation
import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct GenerateUserCouponTests {
    @Test func `a quantity is drawn, and couponCodes is ignored, be it malformed`() async throws {
        try await TemplateWorld.serving { place in
            try await place.template(TemplateWorld.drawing)
            let made = try await place.generate(["quantity": 3, "couponCodes": 7, "anything": ["else"]])
            #expect(made.status == 201, "\(made.text)")
            let body = try #require(made.json)
            #expect(body.names == ["couponName", "clientId", "instance_id", "coupons"])
            #expect(body["couponName"] == "Test Dynamic Coupon")
            #expect(body["clientId"] == .id(place.client.id))
            #expect(body["instance_id"] == .id(place.instance.id))
            let coupons = try #require(body["coupons"]).elements
            let codes = coupons.compactMap { $0["code"]?.stringValue }
            #expect(Set(codes).count == 3)
            #expect(codes.allSatisfy { $0.hasPrefix("DIWALI") && $0.count == 12 })
            #expect(coupons.first?["expires_at"] == "2026-11-21T09:00:00Z")
            let template = try await place.world.call(.get, place.templates).json?[0]
            #expect(template?["codes_generated"] == 3)
            #expect(coupons.allSatisfy { $0["template_id"] == template?["id"] })
            // They are coupons like all others.
            let listed = try await place.world.call(.get, "/captive/instances/\(place.instance.id)/coupons")
            #expect(listed.json == body["coupons"])
        }
    }

    @Test func `the maximum counts all codes that were ever made`() async throws {
        try await TemplateWorld.serving { place in
            try await place.template(TemplateWorld.drawing)
            #expect(try await place.generate(["quantity": 11]).code == "quantity_exceeded")
            let first = try await place.generate(["quantity": 8])
            #expect(first.status == 201)
            let code = try #require(first.json?["coupons"]?[0]?["code"]?.stringValue)
            try await place.world.store.revokeCoupon(code, now: place.world.clock.now)
            place.world.clock.advance(by: .seconds(7200))
            let over = try await place.generate(["quantity": 3])
            #expect((over.status, over.code) == (400, "quantity_exceeded"))
            #expect(over.message?.contains("more than the 2 of 10") == true)
            #expect(try await place.coupons() == 8)
            #expect(try await place.generate(["quantity": 2]).status == 201)
            let none = try await place.generate(["quantity": .integer(.max)])
            #expect(none.code == "quantity_exceeded")
            #expect(none.message?.contains("more than the 0 of 10") == true)
            #expect(try await place.coupons() == 10)
        }
    }

    @Test func `given codes are taken in upper case and in their order, and quantity is ignored`() async throws {
        try await TemplateWorld.serving { place in
            try await place.template(TemplateWorld.giving)
            let made = try await place.generate([
                "couponCodes": ["TESTDIWALI500", "fdhfuhiufh", "FUNCHRISTMAS"], "quantity": "many",
            ])
            #expect(made.status == 201, "\(made.text)")
            let codes = made.json?["coupons"]?.elements.compactMap { $0["code"]?.stringValue }
            #expect(codes == ["TESTDIWALI500", "FDHFUHIUFH", "FUNCHRISTMAS"])
        }
    }

    @Test func `all or none: the error names each bad code and why`() async throws {
        try await TemplateWorld.serving { place in
            try await place.template(TemplateWorld.giving.with(["prefix": "x"]))
            #expect(try await place.generate(["couponCodes": ["xtaken"]]).status == 201)
            let bad = try await place.generate([
                "couponCodes": ["XGOOD", "Xtaken", "xgood", "GOOD", "X-1", "Xß12", "x1"]
            ])
            #expect((bad.status, bad.code) == (400, "coupon_codes_unusable"))
            let message = try #require(bad.message)
            for part in [
                #""Xtaken" (taken)"#, #""xgood" (duplicate)"#, #""GOOD" (format)"#, #""X-1" (format)"#,
                #""Xß12" (format)"#, #""x1" (format)"#,
            ] { #expect(message.contains(part), "\(message)") }
            #expect(!message.contains(#""XGOOD""#))
            #expect(bad.json?["type"] == "invalid_request_error")
            #expect(try await place.coupons() == 1)
            #expect(try await place.generate(["couponCodes": ["XGOOD"]]).status == 201)
        }
    }

    @Test func `a given code may be nobody's: neither another instance's coupon nor an account's name`() async throws {
        try await TemplateWorld.serving { place in
            try await place.template(TemplateWorld.giving)
            let store = place.world.store
            let other = try await TemplateWorld.instance("Bar", place.world)
            let order = CouponOrder(instance: other, count: 1, minutesValid: 1)
            let code = try #require(try await store.createCoupons(order, now: place.world.clock.now).first?.code)
            let services = [Site.Service(instance: other.id, subnets: [])]
            let site = Site(id: store.newID(), name: "Bar", services: services, createdAt: place.world.clock.now)
            try await store.createSite(site)
            try await store.addHotspotUser(
                HotspotUser(
                    id: store.newID(),
                    site: site.id,
                    instance: other.id,
                    name: "reception",
                    password: Secret("tide"),
                    createdAt: place.world.clock.now
                )
            )
            let bad = try await place.generate(["couponCodes": [.string(code.lowercased()), "Reception", "fine"]])
            #expect(bad.code == "coupon_codes_unusable")
            #expect(bad.message?.contains("2 of 3") == true)
            #expect(bad.message?.contains(#""Reception" (taken)"#) == true)
        }
    }

    @Test func `up to a thousand codes of 4 to 32 characters are taken at once`() async throws {
        try await TemplateWorld.serving { place in
            try await place.template(TemplateWorld.giving.replacing(["maximum": 2000]))
            let many = (0..<1000).map { JSON.string("C\(1000 + $0)") }
            #expect(try await place.generate(["couponCodes": .array(many)]).status == 201)
            let more = (0...1000).map { JSON.string("D\(1000 + $0)") }
            let refused = try await place.generate(["couponCodes": .array(more)])
            #expect((refused.status, refused.code) == (400, "parameter_invalid"))
            #expect(refused.message?.contains("couponCodes") == true && refused.message?.contains("1000") == true)
            let longest = String(repeating: "Z", count: 32)
            #expect(try await place.generate(["couponCodes": ["four", .string(longest)]]).status == 201)
            for code in ["XYZ", longest + "Z"] {
                #expect(try await place.generate(["couponCodes": [.string(code)]]).code == "coupon_codes_unusable")
            }
            #expect(try await place.coupons() == 1002)
        }
    }

    @Test(arguments: [
        (#"{"clientId": "CLIENT", "quantity": 1}"#, "parameter_missing", "couponName"),
        (#"{"couponName": "Test Dynamic Coupon", "quantity": 1}"#, "parameter_missing", "clientId"),
        (#"{"couponName": 5, "clientId": "CLIENT", "quantity": 1}"#, "parameter_invalid", "couponName"),
        (#"{"couponName": "Test Dynamic Coupon", "clientId": [], "quantity": 1}"#, "parameter_invalid", "clientId"),
        (#"{"couponName": "Test Dynamic Coupon", "clientId": "CLIENT"}"#, "parameter_missing", "quantity"),
        (
            #"{"couponName": "Test Dynamic Coupon", "clientId": "CLIENT", "quantity": null}"#, "parameter_missing",
            "quantity"
        ),
        (
            #"{"couponName": "Test Dynamic Coupon", "clientId": "CLIENT", "quantity": true}"#, "parameter_invalid",
            "quantity"
        ),
        (
            #"{"couponName": "Test Dynamic Coupon", "clientId": "CLIENT", "quantity": 1.5}"#, "parameter_invalid",
            "quantity"
        ),
        (
            #"{"couponName": "Test Dynamic Coupon", "clientId": "CLIENT", "quantity": "10"}"#, "parameter_invalid",
            "quantity"
        ),
        (
            #"{"couponName": "Test Dynamic Coupon", "clientId": "CLIENT", "quantity": 0}"#, "parameter_invalid",
            "quantity"
        ),
        (
            #"{"couponName": "Test Dynamic Coupon", "clientId": "CLIENT", "quantity": -1}"#, "parameter_invalid",
            "quantity"
        ),
        (
            #"{"couponName": "Test Dynamic Coupon", "clientId": "CLIENT", "quantity": 1e30}"#, "parameter_invalid",
            "quantity"
        ),
        (#"{"couponName": "Given", "clientId": "CLIENT", "quantity": 1}"#, "parameter_missing", "couponCodes"),
        (#"{"couponName": "Given", "clientId": "CLIENT", "couponCodes": "ABCD"}"#, "parameter_invalid", "couponCodes"),
        (#"{"couponName": "Given", "clientId": "CLIENT", "couponCodes": []}"#, "parameter_invalid", "couponCodes"),
        (
            #"{"couponName": "Given", "clientId": "CLIENT", "couponCodes": ["ABCD", 7]}"#, "parameter_invalid",
            "couponCodes[1]"
        ),
        (
            #"{"couponName": "Given", "clientId": "CLIENT", "couponCodes": [null]}"#, "parameter_invalid",
            "couponCodes[0]"
        ),
        (
            #"{"couponName": "Given", "clientId": "CLIENT", "couponCodes": {"a": "ABCD"}}"#, "parameter_invalid",
            "couponCodes"
        ),
        ("[]", "body_invalid", "object"), ("", "body_missing", "body"),
    ])
    func `bad input is refused by name, and nothing is stored`(body: String, code: String, name: String) async throws {
        try await TemplateWorld.serving { place in
            try await place.template(TemplateWorld.drawing)
            try await place.template(TemplateWorld.giving.replacing(["name": "Given"]))
            let answer = try await place.generate(raw: body)
            #expect((answer.status, answer.code) == (400, code), "\(answer.text)")
            #expect(answer.message?.contains(name) == true, "\(answer.text)")
            #expect(try await place.coupons() == 0)
        }
    }

    @Test func `whole numbers may be written in any way that JSON has for them`() async throws {
        try await TemplateWorld.serving { place in
            try await place.template(TemplateWorld.drawing)
            let body = #"{"couponName": "Test Dynamic Coupon", "clientId": "CLIENT", "quantity": 2.0}"#
            #expect(try await place.generate(raw: body).status == 201)
            #expect(try await place.coupons() == 2)
        }
    }

    @Test func `a repeated request with one key makes its codes once, and the audit log names the client`() async throws
    {
        try await TemplateWorld.serving { place in
            try await place.template(TemplateWorld.drawing)
            let key: HTTPFields = [.idempotencyKey: "order-4711"]
            let first = try await place.generate(["quantity": 4], headers: key)
            let again = try await place.generate(["quantity": 4], headers: key)
            #expect(first.status == 201)
            #expect((again.status, again.text) == (201, first.text))
            let other = try await place.generate(["quantity": 5], headers: key)
            #expect((other.status, other.code) == (409, "idempotency_mismatch"))
            #expect(try await place.coupons() == 4)
            let entries = try await place.world.store.auditEntries(limit: 10)
            let entry = try #require(entries.first)
            #expect(entries.count { $0.action == "generateUserCoupon" } == 1)
            #expect((entry.actor.kind, entry.actor.id) == (.client, place.client.id.rawValue))
            #expect(entry.actor.name == "Shop")
        }
    }

    @Test func `a name that no template has here is 404, and another client's id is 403`() async throws {
        try await TemplateWorld.serving { place in
            let other = try await TemplateWorld.instance("Bar", place.world)
            let elsewhere = "/captive/instances/\(other.id)/coupon-templates"
            #expect(try await place.world.call(.post, elsewhere, TemplateWorld.drawing).status == 201)
            let unknown = try await place.generate(["quantity": 1])
            #expect((unknown.status, unknown.code) == (404, "resource_missing"))
            try await place.template(TemplateWorld.drawing)
            let (rival, _) = try await TemplateWorld.client("Rival", of: place.instance, place.world)
            for id in [rival.id.rawValue, "Shop", "", "5f92a62013332e0f667794dc"] {
                let body = TemplateWorld.request(id, ["quantity": 1])
                let answer = try await place.world.call(
                    .post,
                    TemplateWorld.generate,
                    body,
                    authorization: place.basic
                )
                #expect((answer.status, answer.code) == (403, "client_mismatch"), "\(answer.text)")
                #expect(answer.json?["type"] == "permission_error")
            }
            let upper = TemplateWorld.request(place.client.id.rawValue.uppercased(), ["quantity": 1])
            let answer = try await place.world.call(.post, TemplateWorld.generate, upper, authorization: place.basic)
            #expect(answer.status == 201)
            #expect(answer.json?["clientId"] == .id(place.client.id))
        }
    }
}

extension TemplateWorld {
    /// A request by somebody who says to be `client`.
    fileprivate static func request(_ client: String, _ members: JSON) -> JSON {
        let whole: JSON = ["clientId": .string(client), "couponName": "Test Dynamic Coupon"]
        return whole.with(members)
    }
}
