import GatewayDomain
import Testing

@testable import GatewayStore

/// Tokens as the store knows them: by their ids, never by their text.
@Suite struct TokenTests {
    @Test func `a token is told with what it may do and until when`() async throws {
        let world = try await World()
        let end = World.start + .milliseconds(90_500)
        let issued = try await world.store.createToken(
            name: "till",
            grant: .only([.couponsWrite, .couponsRead]),
            expiresAt: end,
            now: World.start
        )
        let all = try await world.store.createToken(name: "all", grant: .everything, now: World.start + .seconds(1))
        #expect(try await world.store.tokens() == [all.token, issued.token])
        #expect(issued.token.grant.text == "coupons:read coupons:write")
        #expect(issued.token.expiresAt == World.start + .seconds(90))
        #expect(issued.token.state(at: World.start + .seconds(89)) == .valid)
        #expect(issued.token.state(at: World.start + .seconds(90)) == .expired)
        #expect(all.key == issued.key)
    }

    @Test func `a token that ends before it begins, or has no name, is refused`() async throws {
        let world = try await World()
        for (name, end) in [("till", World.start), ("", nil), (String(repeating: "n", count: 65), nil)] {
            await #expect(throws: StoreError.self) {
                try await world.store.createToken(name: name, grant: .everything, expiresAt: end, now: World.start)
            }
        }
        #expect(try await world.store.tokens().isEmpty)
    }

    @Test func `a new key signs new tokens, and the old ones stay good`() async throws {
        let world = try await World()
        let old = try await world.store.createToken(name: "old", grant: .everything, now: World.start)
        let (key, revoked) = try await world.store.rotateSigningKey(retiring: false, now: World.start)
        let new = try await world.store.createToken(name: "new", grant: .everything, now: World.start)
        #expect(revoked == 0)
        #expect(new.key.id == key)
        #expect(new.key.privateKey != old.key.privateKey)
        #expect(try await world.store.tokens().allSatisfy { $0.state(at: World.start) == .valid })
        let record = try #require(try await world.store.tokenRecord(old.token.id, key: old.key.id))
        #expect(record.token == old.token)
        #expect(try await world.store.tokenRecord(old.token.id, key: new.key.id) == nil)
    }

    @Test func `with its key a token is taken back, and what ended before is not counted`() async throws {
        let world = try await World()
        let store = world.store
        let out = try await store.createToken(name: "out", grant: .everything, now: World.start)
        let gone = try await store.createToken(name: "gone", grant: .everything, now: World.start)
        try await store.revokeToken(gone.token.id, now: World.start)
        _ = try await store.createToken(
            name: "ended",
            grant: .everything,
            expiresAt: World.start + .seconds(5),
            now: World.start
        )
        let later = World.start + .seconds(10)
        let (_, revoked) = try await store.rotateSigningKey(retiring: true, now: later)
        #expect(revoked == 1)
        let record = try #require(try await store.tokenRecord(out.token.id, key: out.key.id))
        #expect(record.token.revokedAt == later)
        let kept = try #require(try await store.tokenRecord(gone.token.id, key: gone.key.id))
        #expect(kept.token.revokedAt == World.start)
        let new = try await store.createToken(name: "new", grant: .everything, now: later)
        #expect(new.key.id != out.key.id)
        #expect(new.token.state(at: later) == .valid)
    }

    @Test func `revoking twice keeps the first time, and an unknown token is told`() async throws {
        let world = try await World()
        let id = try await world.store.createToken(name: "t", grant: .everything, now: World.start).token.id
        try await world.store.revokeToken(id, now: World.start)
        let again = try await world.store.revokeToken(id, now: World.start + .seconds(9))
        #expect(again.revokedAt == World.start)
        await #expect(throws: StoreError.notFound(kind: .token, reference: "nobody")) {
            try await world.store.revokeToken(AccessToken.ID("nobody"), now: World.start)
        }
    }

    @Test func `a use is noted at most once a minute`() async throws {
        let world = try await World()
        let issued = try await world.store.createToken(name: "t", grant: .everything, now: World.start)
        for (seconds, noted): (Int64, Int64) in [(1, 1), (2, 1), (60, 1), (61, 61), (62, 61)] {
            let now = World.start + .seconds(seconds)
            let record = try #require(try await world.store.tokenRecord(issued.token.id, key: issued.key.id))
            try await world.store.noteUse(of: record.token, now: now)
            let used = try await world.store.tokens().first?.lastUsedAt
            #expect(used == World.start + .seconds(noted), "after \(seconds) s")
        }
    }

    @Test func `no key stands in the file as it is`() async throws {
        let world = try await World()
        let issued = try await world.store.createToken(name: "t", grant: .everything, now: World.start)
        let row = try await world.store.read { connection throws(StoreError) in
            try connection.query("SELECT sealed_private_key, public_key FROM signing_keys").first
        }
        let sealed = try #require(try row?.bytes("sealed_private_key"))
        #expect(!String(decoding: sealed, as: UTF8.self).contains(issued.key.privateKey.revealed))
        #expect(try row?.bytes("public_key").count == 32)
        #expect(!"\(issued)".contains(issued.key.privateKey.revealed))
    }
}
