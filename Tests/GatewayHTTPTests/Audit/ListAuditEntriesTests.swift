import GatewayDomain
import HTTPTypes
import Testing

@testable import GatewayHTTP

@Suite struct ListAuditEntriesTests {
    @Test func `the log is paged, newest first, and says who did what`() async throws {
        try await APIWorld.serving { world in
            let path = APIWorld.coupons(of: try await world.newInstance())
            for count: Int64 in 1...3 {
                _ = try await world.call(.post, path, ["minutes_valid": .integer(60), "count": .integer(count)])
                world.clock.advance(by: .seconds(1))
            }
            var next: String? = "/captive/audit-log?limit=2"
            var pages: [[JSON]] = []
            while let path = next, pages.count < 5 {
                let answer = try await world.call(.get, path, authorization: world.bearer(.auditRead))
                #expect(answer.status == 200)
                pages.append(answer.json?.elements ?? [])
                let link = answer.headers[.link]
                next = link?.split(separator: ">").first.flatMap { $0.split(separator: "/captive").last }
                    .map { "/captive\($0)" }
            }
            #expect(pages.map(\.count) == [2, 1])
            let entries = pages.flatMap { $0 }
            #expect(Set(entries.compactMap { $0["id"]?.stringValue }).count == 3)
            let times = entries.compactMap { $0["at"]?.stringValue }
            #expect(times == times.sorted(by: >))
            let first = try #require(entries.first)
            #expect(first.names == ["id", "at", "actor", "action", "target", "request_id"])
            #expect(first["action"]?.stringValue == "createCoupons")
            #expect(first["target"]?.stringValue == path)
            #expect(first["actor"]?["kind"]?.stringValue == "token")
            #expect(first["actor"]?["address"]?.stringValue == "127.0.0.1")
        }
    }

    @Test func `who may change things may not thereby read who did`() async throws {
        try await APIWorld.serving { world in
            let answer = try await world.call(
                .get,
                "/captive/audit-log",
                authorization: world.bearer(.couponsWrite)
            )
            #expect((answer.status, answer.code) == (403, "scope_missing"))
        }
    }
}
