import GatewayDomain
import Testing

@testable import GatewayStore

/// Changes for somebody leave their note, and a repeated request changes nothing.
@Suite struct AccountabilityTests {
    static let actor = Actor(kind: .token, id: "token-1", name: "till", address: "192.0.2.7")

    static func note(
        _ action: String = "createCoupons",
        claim: IdempotencyClaim? = nil,
        at: Timestamp = World.start
    ) -> WriteNote {
        WriteNote(actor: actor, action: action, target: "/captive", at: at, requestID: "r-1", claim: claim)
    }

    static func claim(_ key: String = "k", digest: String = "d") -> IdempotencyClaim {
        IdempotencyClaim(owner: "token-1", key: key, requestDigest: digest)
    }

    static func order(_ world: World, count: Int = 2) -> CouponOrder {
        CouponOrder(instance: world.instance, count: count, minutesValid: 60)
    }

    @Test func `a change leaves its note, newest first`() async throws {
        let world = try await World()
        for index in 1...3 {
            let now = World.start + .seconds(Int64(index))
            let store = world.store.acting(for: Self.note("action \(index)", at: now))
            _ = try await store.createCoupons(Self.order(world), now: now)
        }
        let entries = try await world.store.auditEntries(limit: 2)
        #expect(entries.map(\.action) == ["action 3", "action 2"])
        let first = try #require(entries.first)
        #expect(first.actor == Self.actor)
        #expect(first.target == "/captive")
        #expect(first.requestID == "r-1")
        #expect(first.at == World.start + .seconds(3))
        let rest = try await world.store.auditEntries(after: entries.last.map(AuditCursor.init(after:)), limit: 10)
        #expect(rest.map(\.action) == ["action 1"])
        #expect(Set((entries + rest).map(\.id)).count == 3)
    }

    @Test func `a change that fails leaves neither note nor claim`() async throws {
        let world = try await World()
        let store = world.store.acting(for: Self.note(claim: Self.claim()))
        await #expect(throws: StoreError.conflict("stop")) {
            try await store.write { connection throws(StoreError) in
                try connection.query("UPDATE sites SET name = 'Elsewhere'")
                throw StoreError.conflict("stop")
            }
        }
        #expect(try await world.store.auditEntries(limit: 10).isEmpty)
        #expect(try await world.store.answer(for: Self.claim(), now: World.start) == nil)
        #expect(try await world.store.sites().map(\.name).sorted() == ["Harbour", "Museum"])
    }

    @Test func `a change of nothing leaves neither note nor claim`() async throws {
        let world = try await World()
        let coupon = try #require(try await world.coupons(1).first)
        try await world.store.revokeCoupon(coupon.code, now: World.start)
        let store = world.store.acting(for: Self.note(claim: Self.claim()))
        try await store.revokeCoupon(coupon.code, now: World.start)
        #expect(try await world.store.auditEntries(limit: 10).isEmpty)
        #expect(try await world.store.answer(for: Self.claim(), now: World.start) == nil)
    }

    @Test func `what the gateway does of itself is not noted`() async throws {
        let world = try await World()
        let store = world.store.acting(for: Self.note()).unattributed
        _ = try await store.createCoupons(Self.order(world), now: World.start)
        #expect(try await world.store.auditEntries(limit: 10).isEmpty)
    }

    @Test func `the database alone tells neither which body a digest fits, nor that two were alike`() async throws {
        let world = try await World()
        for key in ["k", "l"] {
            let store = world.store.acting(for: Self.note(claim: Self.claim(key)))
            _ = try await store.createCoupons(Self.order(world), now: World.start)
        }
        let kept = try await world.store.read { connection throws(StoreError) in
            try connection.query("SELECT request_digest FROM idempotency_claims") { row throws(StoreError) in
                try row.text("request_digest")
            }
        }
        #expect(Set(kept).count == 2)
        #expect(kept.allSatisfy { $0.count == 64 && $0 != Self.claim().requestDigest })
    }

    @Test func `a repeated request gets the answer that was kept, byte for byte`() async throws {
        let world = try await World()
        let claim = Self.claim()
        let acting = world.store.acting(for: Self.note(claim: claim))
        _ = try await acting.createCoupons(Self.order(world), now: World.start)
        await #expect(throws: StoreError.idempotencyUnanswered(key: "k")) {
            try await world.store.acting(for: Self.note(claim: claim))
                .createCoupons(Self.order(world), now: World.start)
        }
        let answer = KeptAnswer(
            status: 201,
            headers: [.init(name: "Content-Type", value: "application/json"), .init(name: "Location", value: "/é")],
            body: Array("[\"secret-once\"]".utf8) + [0, 255]
        )
        try await acting.keepAnswer(answer, for: claim)
        await #expect(throws: StoreError.alreadyAnswered(answer)) {
            try await world.store.acting(for: Self.note(claim: claim))
                .createCoupons(Self.order(world), now: World.start)
        }
        #expect(try await world.store.answer(for: claim, now: World.start) == answer)
        try await acting.keepAnswer(KeptAnswer(status: 500, headers: [], body: []), for: claim)
        #expect(try await world.store.answer(for: claim, now: World.start) == answer)
        #expect(try await world.store.coupons(of: world.instance.id, now: World.start).count == 2)
        #expect(try await world.store.auditEntries(limit: 10).count == 1)
    }

    @Test func `a kept answer cannot be read in the file, nor moved to another key`() async throws {
        let world = try await World()
        for key in ["k", "other"] {
            let claim = Self.claim(key)
            _ = try await world.store.acting(for: Self.note(claim: claim))
                .createCoupons(Self.order(world), now: World.start)
            let answer = KeptAnswer(status: 201, headers: [], body: Array("shown-once-\(key)".utf8))
            try await world.store.keepAnswer(answer, for: claim)
        }
        let sealed = try await world.store.read { connection throws(StoreError) in
            try connection.query("SELECT sealed_answer FROM idempotency_claims") { row throws(StoreError) in
                try row.bytes("sealed_answer")
            }
        }
        #expect(sealed.count == 2)
        for bytes in sealed { #expect(!String(decoding: bytes, as: UTF8.self).contains("shown-once")) }
        try await world.store.write { connection throws(StoreError) in
            try connection.query(
                """
                UPDATE idempotency_claims SET sealed_answer = (
                    SELECT sealed_answer FROM idempotency_claims WHERE idempotency_key = 'other'
                ) WHERE idempotency_key = 'k'
                """
            )
        }
        await #expect(throws: StoreError.self) { try await world.store.answer(for: Self.claim(), now: World.start) }
    }

    @Test func `a key serves one request, one owner, one day`() async throws {
        let world = try await World()
        _ = try await world.store.acting(for: Self.note(claim: Self.claim()))
            .createCoupons(Self.order(world), now: World.start)
        await #expect(throws: StoreError.idempotencyMismatch(key: "k")) {
            try await world.store.acting(for: Self.note(claim: Self.claim(digest: "else")))
                .createCoupons(Self.order(world), now: World.start)
        }
        let stranger = IdempotencyClaim(owner: "token-2", key: "k", requestDigest: "else")
        _ = try await world.store.acting(for: Self.note(claim: stranger))
            .createCoupons(Self.order(world), now: World.start)
        let tomorrow = World.start + IdempotencyClaim.lifetime
        #expect(try await world.store.answer(for: Self.claim(digest: "else"), now: tomorrow) == nil)
        _ = try await world.store.acting(for: Self.note(claim: Self.claim(digest: "else"), at: tomorrow))
            .createCoupons(Self.order(world), now: tomorrow)
        await #expect(throws: StoreError.idempotencyUnanswered(key: "k")) {
            try await world.store.answer(for: Self.claim(digest: "else"), now: tomorrow)
        }
    }

    @Test func `a request of several changes claims its key once and notes each`() async throws {
        let world = try await World()
        let acting = world.store.acting(for: Self.note(claim: Self.claim()))
        _ = try await acting.createCoupons(Self.order(world), now: World.start)
        _ = try await acting.createCoupons(Self.order(world), now: World.start)
        #expect(try await world.store.auditEntries(limit: 10).count == 2)
    }

    @Test func `fifty tasks with one key make one batch`() async throws {
        let world = try await World()
        let outcomes = await withTaskGroup(of: StoreError?.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    do {
                        _ = try await world.store.acting(for: Self.note(claim: Self.claim()))
                            .createCoupons(Self.order(world), now: World.start)
                        return nil
                    } catch {
                        return error as? StoreError
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == nil } == 1)
        #expect(outcomes.count { $0 == StoreError.idempotencyUnanswered(key: "k") } == 49)
        #expect(try await world.store.coupons(of: world.instance.id, now: World.start).count == 2)
        #expect(try await world.store.auditEntries(limit: 10).count == 1)
    }

    @Test func `what is too old goes in small steps while new entries come`() async throws {
        let world = try await World()
        func fill(_ count: Int, prefix: String, at now: Timestamp) async throws {
            for index in 0..<count {
                let note = Self.note(claim: Self.claim("\(prefix)\(index)"), at: now)
                _ = try await world.store.acting(for: note).createCoupons(Self.order(world, count: 1), now: now)
            }
        }
        func claims() async throws -> Int64? {
            try await world.store.read { connection throws(StoreError) in
                try connection.query("SELECT COUNT(*) AS count FROM idempotency_claims").first?.integer("count")
            }
        }
        try await fill(63, prefix: "a", at: World.start)
        #expect(try await claims() == 63)
        try await fill(1, prefix: "b", at: World.start + IdempotencyClaim.lifetime)
        #expect(try await claims() == 1)
        #expect(try await world.store.auditEntries(limit: 100).count == 64)
        try await fill(64, prefix: "c", at: World.start + AuditEntry.lifetime)
        #expect(try await world.store.auditEntries(limit: 100).count == 65)
    }
}
