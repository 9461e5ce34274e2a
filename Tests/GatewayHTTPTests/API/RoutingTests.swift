import GatewayDomain
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct RoutingTests {
    private static let coupons = "/captive/instances/9a7f1b2c-3d4e-5f6a-7b8c-9d0e1f2a3b4c/coupons"

    @Test func `an unknown path is told apart from an unknown thing and from a wrong method`() async throws {
        try await APIWorld.serving { world in
            let unknownPath = try await world.call(.get, "/captive/nothing")
            #expect((unknownPath.status, unknownPath.code) == (404, "route_unknown"))
            let unknownThing = try await world.call(.get, Self.coupons)
            #expect((unknownThing.status, unknownThing.code) == (404, "resource_missing"))
            let noID = try await world.call(.get, "/captive/instances/Lobby/coupons")
            #expect((noID.status, noID.code) == (404, "resource_missing"))
            for method in [HTTPRequest.Method.put, .delete, .patch, .options, .trace] {
                let wrongMethod = try await world.call(method, Self.coupons)
                #expect((wrongMethod.status, wrongMethod.code) == (405, "method_not_allowed"))
                #expect(Set(wrongMethod.headers[.allow]?.split(separator: ", ") ?? []) == ["GET", "HEAD", "POST"])
            }
            for path in ["/healthz", "/readyz", "/docs"] {
                let wrongMethod = try await world.call(.post, path)
                #expect((wrongMethod.status, wrongMethod.code) == (405, "method_not_allowed"))
                #expect(wrongMethod.headers[.allow] == "GET, HEAD")
            }
        }
    }

    @Test func `no credentials, wrong ones and a missing scope are told apart`() async throws {
        try await APIWorld.serving { world in
            let none = try await world.call(.get, Self.coupons, authorization: "")
            #expect((none.status, none.code) == (401, "credentials_missing"))
            #expect(none.headers[.wwwAuthenticate] == "Bearer")
            let wrong = try await world.call(.get, Self.coupons, authorization: "Bearer nonsense")
            #expect((wrong.status, wrong.code) == (401, "token_invalid"))
            let narrow = try await world.call(.get, Self.coupons, authorization: world.bearer(.couponsWrite))
            #expect((narrow.status, narrow.code) == (403, "scope_missing"))
            #expect(narrow.message?.contains("coupons:read") == true)
        }
    }
}
