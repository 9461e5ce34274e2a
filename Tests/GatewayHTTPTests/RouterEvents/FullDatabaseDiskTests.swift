import GatewayDomain
import HTTPTypes
import Testing

@testable import GatewayStore

/// The disk of the database fills up while routers report.
@Suite(.timeLimit(.minutes(15))) struct FullDatabaseDiskTests {
    /// At its largest number of pages SQLite answers as it does on a full disk.
    private static func setFull(_ isFull: Bool, _ store: Store) async throws {
        try await store.write { connection throws(StoreError) in
            let pages = try connection.query("PRAGMA page_count").first?.integer("page_count") ?? 0
            let most = isFull ? pages : 1_073_741_823
            try connection.query(SQL(stringLiteral: "PRAGMA max_page_count = \(most)"))
        }
    }

    @Test func `what was acknowledged is stored, what was not is sent again, and each counts once`() async throws {
        let log = LogLines()
        try await RouterWorld.serving(logger: log.logger) { world in
            let codes = try await world.codes(200)
            try await Self.setFull(true, world.store)
            var acknowledged: [String] = []
            var refused: APIAnswer?
            for code in codes where refused == nil {
                let answer = try await world.fetch(
                    world.harbour,
                    "event=login&user=\(code)&mac=AA%3ABB%3ACC%3A00%3A00%3A01"
                )
                if answer.status == 200 { acknowledged.append(code) } else { refused = answer }
            }
            let answer = try #require(refused)
            #expect((answer.status, answer.code) == (503, "unavailable"))
            #expect(answer.headers[.retryAfter] == "5")
            #expect(log.all.contains { $0.contains("is full") && $0.contains("make room") })
            #expect(Set(try await world.store.redemptions(at: world.harbour.site.id).map(\.code)) == Set(acknowledged))

            try await Self.setFull(false, world.store)
            for code in codes {
                let answer = try await world.fetch(
                    world.harbour,
                    "event=login&user=\(code)&mac=AA%3ABB%3ACC%3A00%3A00%3A01"
                )
                #expect(answer.status == 200)
            }
            #expect(Set(try await world.store.redemptions(at: world.harbour.site.id).map(\.code)) == Set(codes))
        }
    }
}
