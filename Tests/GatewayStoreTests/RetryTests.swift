import GRDB
import GatewayDomain
import Testing

@testable import GatewayStore

/// When a device that is not as it should be is looked at again, and what that costs.
@Suite struct RetryTests {
    @Test func `a device that takes only a part is left alone for longer each time`() async throws {
        let world = try await World()
        var now = World.start
        for failures in 0..<4 {
            let work = try #require(try await world.claim(at: now).first { $0.device.id == world.harbourDevice.id })
            #expect(work.failureCount == failures)
            let followUp = FollowUp(lookAt: now + .seconds(10), retryAt: now + .seconds(10))
            try await world.finish(work, .partial, at: now, followUp: followUp)
            now = now + .seconds(11)
        }
        let status = try await world.store.deviceStatuses(now: now).first { $0.device.id == world.harbourDevice.id }
        #expect(status?.failingSince == nil, "it answers")
        let work = try #require(try await world.claim(at: now).first { $0.device.id == world.harbourDevice.id })
        try await world.finish(work, at: now)
        _ = try await world.coupons(1, at: now)
        #expect(try await world.claim(at: now).first { $0.device.id == world.harbourDevice.id }?.failureCount == 0)
    }

    @Test(arguments: [SyncRun.Outcome.partial, .refused, .failed])
    func `what is new does not wait for what a device would not take, unless it does not answer`(
        outcome: SyncRun.Outcome
    ) async throws {
        let world = try await World()
        try await world.settle()
        let code = try #require(try await world.coupons(1).first?.code)
        let retryAt = World.start + .seconds(300)
        for work in try await world.claim() {
            try await world.finish(work, outcome, followUp: FollowUp(lookAt: retryAt, retryAt: retryAt))
        }
        #expect(try await world.claim().isEmpty)
        _ = try await world.store.record([world.report(code, at: world.harbourDevice)], now: World.start)
        let claimed = try await world.claim()
        #expect(claimed.isEmpty == (outcome == .failed))
        #expect(claimed.allSatisfy { $0.scope == .names([code]) })
    }

    @Test func `the changes that devices missed are counted from an index alone`() async throws {
        let world = try await World()
        let pool = try #require(world.store.database as? SQLiteDatabase).pool
        let text = Claim.waiting.rendered { _, _ in "(SELECT NULL AS id)" }
        let steps = try await pool.read { database in
            try Row.fetchAll(
                database,
                sql: "EXPLAIN QUERY PLAN \(text)",
                arguments: ["1": 0, "2": nil]
            ).compactMap { $0["detail"] as String? }
        }
        let changes = steps.filter { $0.contains("SEARCH c ") }
        #expect(!changes.isEmpty)
        #expect(changes.allSatisfy { $0.contains("USING COVERING INDEX") })
    }

    @Test func `devices that the holder is still at work on are passed over`() async throws {
        let world = try await World()
        let first = try await world.claim()
        #expect(first.count == 2)
        let later = World.start + .seconds(86_400)
        let again = try await world.store.claimWork(
            holder: world.holder,
            limit: 10,
            except: [world.harbourDevice.id],
            now: later
        )
        #expect(again.map(\.device.id) == [world.museumDevice.id])
    }

    @Test func `a closed store answers with an error`() async throws {
        let world = try await World()
        try world.store.close()
        await #expect(throws: StoreError.self) { try await world.coupons(1) }
        await #expect(throws: StoreError.self) { try await world.store.deviceStatuses(now: World.start) }
    }
}
