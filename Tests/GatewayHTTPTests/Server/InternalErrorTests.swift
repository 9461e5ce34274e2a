import GatewayDomain
import GatewayStore
import HTTPTypes
import Testing

@testable import GatewayHTTP

/// What is the gateway's own fault.
@Suite struct InternalErrorTests {
    @Test func `an error that nobody foresaw is told without what it says, by an id that the log has`() async throws {
        let log = LogLines()
        try await APIWorld.serving(logger: log.logger) { world in
            let (_, path) = try await world.instance()
            let answer = try await world.call(.get, path, authorization: "Bearer broken")
            #expect((answer.status, answer.code) == (500, "internal_error"))
            #expect(answer.json?["type"]?.stringValue == "api_error")
            #expect(!answer.text.contains("hunter2") && !answer.text.contains("broken"))
            let id = try #require(answer.field("X-Request-Id"))
            #expect(answer.message?.contains(id) == true)
            let lines = log.all.filter { $0.contains(id) }
            #expect(lines.count == 1)
            #expect(lines.first?.hasPrefix("error ") == true)
            #expect(lines.first?.contains("listCoupons") == true)
            #expect(lines.first?.contains("broken") == true)
        }
    }

    @Test func `a database that is gone is 503 with a time to come back, and says nothing of files`() async throws {
        let log = LogLines()
        try await APIWorld.serving(logger: log.logger) { world in
            let (_, path) = try await world.instance()
            try world.store.close()
            let answer = try await world.call(.get, path)
            #expect((answer.status, answer.code) == (503, "unavailable"))
            #expect(answer.headers[.retryAfter].flatMap { Int($0) } == 5)
            #expect(!answer.text.lowercased().contains("sqlite"))
            let id = try #require(answer.field("X-Request-Id"))
            #expect(log.all.contains { $0.contains(id) && $0.contains("reason=") })
        }
    }
}
