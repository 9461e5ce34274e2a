import GatewayDomain
import GatewayStore
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@testable import GatewayHTTP

/// A POST with an `Idempotency-Key` takes effect once, whoever repeats it and however often.
@Suite struct IdempotencyTests {
    private static let body: JSON = ["minutes_valid": .integer(60), "count": .integer(3)]

    private static func keyed(_ key: String) -> HTTPFields { [.idempotencyKey: key] }

    @Test func `the same key and body get the same answer, and nothing is made twice`() async throws {
        try await APIWorld.serving { world in
            let instance = try await world.newInstance()
            let path = APIWorld.coupons(of: instance)
            let first = try await world.call(.post, path, Self.body, headers: Self.keyed("a"))
            world.clock.advance(by: .seconds(3600))
            let again = try await world.call(.post, path, Self.body, headers: Self.keyed("a"))
            #expect((first.status, again.status) == (201, 201))
            #expect(first.text == again.text)
            #expect(first.headers[.contentType] == again.headers[.contentType])
            #expect(first.headers[.idempotentReplayed] == nil)
            #expect(again.headers[.idempotentReplayed] == "true")
            let other = try await world.call(.post, path, Self.body, headers: Self.keyed("b"))
            #expect(other.text != first.text)
            #expect(try await world.store.coupons(of: instance.id, now: world.clock.now).count == 6)
            #expect(try await world.store.auditEntries(limit: 10).count == 2)
        }
    }

    @Test func `another body, path or operation with a used key is refused`() async throws {
        try await APIWorld.serving { world in
            let instance = try await world.newInstance()
            let other = try await world.newInstance("Garden")
            _ = try await world.call(.post, APIWorld.coupons(of: instance), Self.body, headers: Self.keyed("a"))
            let changed = try await world.call(
                .post,
                APIWorld.coupons(of: instance),
                ["minutes_valid": .integer(61), "count": .integer(3)],
                headers: Self.keyed("a")
            )
            #expect((changed.status, changed.code) == (409, "idempotency_mismatch"))
            let elsewhere = try await world.call(
                .post,
                APIWorld.coupons(of: other),
                Self.body,
                headers: Self.keyed("a")
            )
            #expect((elsewhere.status, elsewhere.code) == (409, "idempotency_mismatch"))
            #expect(try await world.store.coupons(of: instance.id, now: world.clock.now).count == 3)
            #expect(try await world.store.coupons(of: other.id, now: world.clock.now).isEmpty)
        }
    }

    @Test func `a key belongs to its token`() async throws {
        try await APIWorld.serving(realTokens: true) { world in
            let instance = try await world.newInstance()
            let path = APIWorld.coupons(of: instance)
            for name in ["one", "two"] {
                let header = try await world.newToken(name).header
                let answer = try await world.call(
                    .post,
                    path,
                    Self.body,
                    authorization: header,
                    headers: Self.keyed("a")
                )
                #expect(answer.headers[.idempotentReplayed] == nil)
            }
            #expect(try await world.store.coupons(of: instance.id, now: world.clock.now).count == 6)
        }
    }

    @Test func `a request that was refused may be corrected under its key`() async throws {
        try await APIWorld.serving { world in
            let path = APIWorld.coupons(of: try await world.newInstance())
            let refused = try await world.call(.post, path, ["count": .integer(3)], headers: Self.keyed("a"))
            #expect(refused.status == 400)
            let corrected = try await world.call(.post, path, Self.body, headers: Self.keyed("a"))
            #expect(corrected.status == 201)
            #expect(corrected.headers[.idempotentReplayed] == nil)
        }
    }

    @Test func `an answer that was lost is told, with what to do`() async throws {
        try await APIWorld.serving { world in
            let instance = try await world.newInstance()
            let path = APIWorld.coupons(of: instance)
            _ = try await world.call(.post, path, Self.body, headers: Self.keyed("a"))
            // As a crash between the change and its answer leaves it.
            try await world.store.loseAnswers()
            let again = try await world.call(.post, path, Self.body, headers: Self.keyed("a"))
            #expect((again.status, again.code) == (409, "idempotency_unanswered"))
            #expect(again.message?.contains("look at what it made") == true)
            #expect(try await world.store.coupons(of: instance.id, now: world.clock.now).count == 3)
        }
    }

    @Test(arguments: ["", String(repeating: "k", count: 256), "a b", "schlüssel"])
    func `what is no key is refused`(key: String) async throws {
        try await APIWorld.serving { world in
            let instance = try await world.newInstance()
            let answer = try await world.call(
                .post,
                APIWorld.coupons(of: instance),
                Self.body,
                headers: Self.keyed(key)
            )
            #expect((answer.status, answer.code) == (400, "parameter_invalid"))
            #expect(answer.message?.contains("Idempotency-Key") == true)
            #expect(try await world.store.coupons(of: instance.id, now: world.clock.now).isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(15))) func `two hundred at once make one batch and get one answer`() async throws {
        try await APIWorld.serving(realTokens: true) { world in
            let instance = try await world.newInstance()
            let path = APIWorld.coupons(of: instance)
            let header = try await world.newToken().header
            let answers = try await withThrowingTaskGroup(of: APIAnswer.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        try await world.call(
                            .post,
                            path,
                            Self.body,
                            authorization: header,
                            headers: Self.keyed("once")
                        )
                    }
                }
                return try await group.reduce(into: [APIAnswer]()) { $0.append($1) }
            }
            #expect(answers.count == 200)
            #expect(Set(answers.map(\.status)) == [201])
            #expect(Set(answers.map(\.text)).count == 1)
            #expect(answers.count { $0.headers[.idempotentReplayed] == nil } == 1)
            #expect(try await world.store.coupons(of: instance.id, now: world.clock.now).count == 3)
        }
    }
}
