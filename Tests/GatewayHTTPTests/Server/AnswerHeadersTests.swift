import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct AnswerHeadersTests {
    @Test func `every answer has an id of its own, and says that nobody may keep it or guess its type`() async throws {
        try await APIWorld.serving { world in
            let (_, path) = try await world.instance()
            var ids: Set<String> = []
            let answers = [
                try await world.call(.get, "/healthz"), try await world.call(.get, "/captive/nothing"),
                try await world.call(.put, path), try await world.call(.get, path),
                try await world.call(.get, path, authorization: ""), try await world.call(.post, path, raw: "nonsense"),
                try await world.call(.post, path, ["minutes_valid": .integer(60), "count": .integer(1)]),
            ]
            for answer in answers {
                #expect(answer.field("X-Content-Type-Options") == "nosniff")
                #expect(answer.headers[.cacheControl] == "no-store")
                ids.insert(try #require(answer.field("X-Request-Id")))
            }
            #expect(ids.count == answers.count)
        }
    }
}
