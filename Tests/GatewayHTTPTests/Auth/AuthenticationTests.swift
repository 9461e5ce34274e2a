import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

/// Tokens at a live server: who gets in, and what the others are told.
@Suite struct AuthenticationTests {
    @Test func `a token opens what it was made for, from the moment it is made until it is taken back`() async throws {
        try await APIWorld.serving(realTokens: true) { world in
            let path = APIWorld.coupons(of: try await world.newInstance())
            let (token, header) = try await world.newToken("reader", .only([.couponsRead]))
            #expect(try await world.call(.get, path, authorization: header).status == 200)
            #expect(try await world.store.tokens().first?.lastUsedAt == world.clock.now)
            let body: JSON = ["minutes_valid": .integer(60), "count": .integer(1)]
            let refused = try await world.call(.post, path, body, authorization: header)
            #expect((refused.status, refused.code) == (403, "scope_missing"))
            #expect(
                refused.headers[.wwwAuthenticate] == "Bearer error=\"insufficient_scope\", scope=\"coupons:write\""
            )
            #expect(try await world.call(.get, path, authorization: header).json == .array([]))
            try await world.store.revokeToken(token.id, now: world.clock.now)
            let revoked = try await world.call(.get, path, authorization: header)
            #expect((revoked.status, revoked.code) == (401, "token_revoked"))
        }
    }

    @Test func `an end, a retired key, a forgery and nothing at all are 401 with a code each`() async throws {
        try await APIWorld.serving(realTokens: true) { world in
            let path = APIWorld.coupons(of: try await world.newInstance())
            let (_, short) = try await world.newToken(expiresAfter: .seconds(60))
            let (_, long) = try await world.newToken()
            world.clock.advance(by: .seconds(60))
            let changed = String(long.dropLast(4)) + "AAAA"
            func answers(_ header: String) async throws -> [String?] {
                let answer = try await world.call(.get, path, authorization: header)
                #expect(answer.status == 401)
                return [answer.code, answer.headers[.wwwAuthenticate]]
            }
            let invalid = "Bearer error=\"invalid_token\""
            #expect(try await answers(short) == ["token_expired", invalid])
            #expect(try await answers(changed) == ["token_invalid", invalid])
            #expect(try await answers("Bearer nonsense") == ["token_invalid", invalid])
            #expect(try await answers("Bearer ") == ["credentials_missing", "Bearer"])
            #expect(try await answers("") == ["credentials_missing", "Bearer"])
            #expect(try await answers("Basic dXNlcjpwYXNz") == ["credentials_missing", "Bearer"])
            _ = try await world.store.rotateSigningKey(retiring: true, now: world.clock.now)
            #expect(try await answers(long) == ["token_revoked", invalid])
        }
    }

    @Test func `the scheme is read in any case`() async throws {
        try await APIWorld.serving(realTokens: true) { world in
            let path = APIWorld.coupons(of: try await world.newInstance())
            let header = try await world.newToken().header
            for scheme in ["bearer", "BEARER"] {
                let answer = try await world.call(.get, path, authorization: scheme + header.dropFirst(6))
                #expect(answer.status == 200)
            }
        }
    }

    @Test func `what a request changes is noted, without what it said`() async throws {
        try await APIWorld.serving(realTokens: true) { world in
            let path = APIWorld.coupons(of: try await world.newInstance())
            let (token, header) = try await world.newToken()
            let body: JSON = ["minutes_valid": .integer(60), "count": .integer(2), "note": .string("room 7")]
            #expect(try await world.call(.post, path + "?secret=x", body, authorization: header).status == 201)
            #expect(try await world.call(.post, path, ["count": .integer(0)], authorization: header).status == 400)
            _ = try await world.call(.get, path, authorization: header)
            let entries = try await world.store.auditEntries(limit: 10)
            let entry = try #require(entries.first)
            #expect(entries.count == 1)
            #expect(entry.actor.kind == .token)
            #expect(entry.actor.id == token.id.rawValue)
            #expect(entry.actor.name == "till")
            #expect(entry.actor.address == "127.0.0.1")
            #expect(entry.action == "createCoupons")
            #expect(entry.target == path)
            #expect(entry.at == world.clock.now)
            #expect(entry.requestID?.isEmpty == false)
        }
    }
}
