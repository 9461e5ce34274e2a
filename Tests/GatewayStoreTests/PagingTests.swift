import GRDB
import GatewayDomain
import Testing

@testable import GatewayStore

/// Runs and redemptions of a site, page by page.
@Suite struct PagingTests {
    private let now = World.start

    @Test func `the runs of a site are paged, newest first, each once`() async throws {
        let world = try await World()
        _ = try await World.device("10.0.0.9", at: world.harbour, world.store)
        var expected: [SyncRun.ID] = []
        for index in 0..<7 {
            // Both devices end in the same millisecond.
            let at = now + .seconds(Int64(index * 60))
            _ = try await world.coupons(1, at: at)
            var ids: [SyncRun.ID] = []
            for work in try await world.claim(at: at) {
                let run = world.run(work, at: at)
                try await world.store.finish(work, run: run, followUp: FollowUp(), now: at)
                if work.device.site == world.harbour.id { ids.append(run.id) }
            }
            #expect(ids.count == 2)
            expected.insert(contentsOf: ids.sorted().reversed(), at: 0)
        }
        var cursor: TimeCursor?
        var seen: [SyncRun.ID] = []
        while true {
            let page = try await world.store.runs(at: world.harbour.id, after: cursor, limit: 3)
            guard let last = page.last else { break }
            seen += page.map(\.id)
            cursor = TimeCursor(after: last)
        }
        #expect(seen == expected)
    }

    @Test func `a run is found at its site only`() async throws {
        let world = try await World()
        let work = try #require(try await world.claim().first { $0.device == world.harbourDevice })
        var run = world.run(work, .refused)
        run.planDigest = PlanDigest("shown")
        run.plan = PlanDocument(lines: [], counts: .init(), findings: [], refusal: "no", refusalCode: .massRemoval)
        try await world.store.finish(work, run: run, followUp: FollowUp(), now: now)
        #expect(try await world.store.run(run.id, at: world.harbour.id) == run)
        await #expect(throws: StoreError.notFound(kind: .syncRun, reference: run.id.rawValue)) {
            try await world.store.run(run.id, at: world.museum.id)
        }
    }

    @Test func `the redemptions of a site are paged, newest first, each once`() async throws {
        let world = try await World()
        let coupons = try await world.coupons(10)
        var expected: [Coupon.ID] = []
        for batch in [coupons.prefix(4), coupons.dropFirst(4)] {
            let at = now + .seconds(Int64(expected.count))
            let reports = batch.map { world.report($0.code, at: world.harbourDevice) }
            _ = try await world.store.record(reports, now: at)
            expected.insert(contentsOf: batch.map(\.id).sorted().reversed(), at: 0)
        }
        var cursor: TimeCursor?
        var seen: [Coupon.ID] = []
        while true {
            let page = try await world.store.redemptions(at: world.harbour.id, after: cursor, limit: 3)
            guard let last = page.last else { break }
            seen += page.map(\.coupon)
            cursor = TimeCursor(after: last)
        }
        #expect(seen == expected)
        #expect(try await world.store.redemptions(at: world.harbour.id).map(\.coupon) == expected)
        #expect(try await world.store.redemptions(at: world.museum.id).isEmpty)
    }

    @Test(arguments: ["runs", "redemptions"])
    func `a page is read from an index, without sorting`(what: String) async throws {
        let page = what == "runs" ? SyncRun.page : RedemptionRecord.pageOfSite
        let world = try await World()
        let pool = try #require(world.store.database as? SQLiteDatabase).pool
        let text = page.rendered { _, _ in "" }
        let steps = try await pool.read { database in
            try Row.fetchAll(
                database,
                sql: "EXPLAIN QUERY PLAN \(text)",
                arguments: what == "runs"
                    ? ["1": "", "2": 0, "3": "", "4": 1] : ["1": 0, "2": "", "3": 0, "4": 0, "5": 1, "6": ""]
            ).compactMap { $0["detail"] as String? }
        }
        #expect(steps.contains { $0.contains("SEARCH") && $0.contains("(site_id=? AND (") }, "\(steps)")
        #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(steps)")
    }
}
