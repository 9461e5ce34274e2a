import GatewayDomain
import Testing

@testable import GatewayStore

/// A plan that is refused is refused again until something changes: it is neither made nor kept again and again.
@Suite struct RefusedPlanTests {
    private let now = World.start

    /// Has the harbour's device worked on, with a plan of many lines that comes to nothing.
    private func refuse(
        _ world: World,
        at time: Timestamp,
        _ outcome: SyncRun.Outcome = .refused,
        digest: String = "one"
    ) async throws {
        let claimed = try await world.claim(at: time)
        let work = try #require(claimed.first { $0.device.id == world.harbourDevice.id })
        var run = world.run(work, outcome, at: time)
        run.planDigest = PlanDigest(digest)
        run.failure = "the plan removes 900 of 1000 rows for no known reason"
        run.compared = .everything
        let followUp = FollowUp(lookAt: time + .seconds(60), retryAt: time + .seconds(60))
        try await world.store.finish(work, run: run, followUp: followUp, now: time)
        for other in claimed where other.device.id != work.device.id { try await world.store.releaseLease(other) }
    }

    private func settleTheOther(_ world: World) async throws {
        try await world.store.removeDevice(world.museumDevice.id)
    }

    @Test(arguments: [SyncRun.Outcome.refused, .partial])
    func `the same plan is kept once, however often it comes to nothing`(outcome: SyncRun.Outcome) async throws {
        let world = try await World()
        try await settleTheOther(world)
        func count() async throws -> Int { try await world.store.runs(of: world.harbourDevice.id).count }
        for minute in 0..<20 {
            let time = now + .seconds(minute * 300)
            try await world.store.compareEverything(now: time)
            _ = try await world.coupons(1, at: time)
            try await refuse(world, at: time + .seconds(61), outcome)
        }
        #expect(try await count() == 1)
        _ = try await world.coupons(1, at: now + .seconds(9000))
        try await refuse(world, at: now + .seconds(9000), outcome, digest: "two")
        #expect(try await count() == 2)
        // Whoever asks is shown what came of it.
        _ = try await world.store.requestPush(.push(), site: world.harbour.id, now: now + .seconds(9900))
        try await refuse(world, at: now + .seconds(9900), outcome, digest: "two")
        #expect(try await count() == 3)
    }

    @Test func `until something changes the device is looked at, and no more`() async throws {
        let world = try await World()
        try await settleTheOther(world)
        try await refuse(world, at: now)
        #expect(try await world.store.nextWorkAt(now: now + .seconds(1)) == now + .seconds(60))
        for minute in 1...5 {
            let time = now + .seconds(minute * 61)
            let work = try #require(try await world.claim(at: time).first)
            #expect(work.scope == nil, "a look")
            try await world.finish(work, .unchanged, at: time, followUp: FollowUp(lookAt: time + .seconds(60)))
            #expect(try await world.claim(at: time + .seconds(1)).isEmpty)
            #expect(try await world.store.nextWorkAt(now: time + .seconds(1)) == time + .seconds(60))
        }
        #expect(try await world.store.deviceStatuses(now: now).map(\.revisionLag).contains { $0 > 0 })
        // What is new is tried at once.
        try await world.store.updateInstance(world.instance.id, now: now + .seconds(310)) { $0.sessionSeconds = 7200 }
        let work = try #require(try await world.claim(at: now + .seconds(311)).first)
        #expect(work.scope == .everything)
        try await world.finish(work, at: now + .seconds(312))
        #expect(try await world.store.deviceStatuses(now: now).map(\.revisionLag) == [0])
    }

    @Test func `a look that finds the device mended compares everything, and that is that`() async throws {
        let world = try await World()
        try await settleTheOther(world)
        try await refuse(world, at: now)
        let time = now + .seconds(61)
        let work = try #require(try await world.claim(at: time).first)
        #expect(work.scope == nil)
        var run = world.run(work, .converged, at: time)
        run.compared = .everything
        let followUp = FollowUp(lookAt: time + .seconds(60), auditAt: time + .seconds(6 * 3600))
        try await world.store.finish(work, run: run, followUp: followUp, now: time)
        let status = try #require(try await world.store.deviceStatuses(now: time).first)
        #expect(status.revisionLag == 0)
        #expect(status.behindSince == nil)
    }

    @Test func `the regular comparison comes all the same, and so does a push`() async throws {
        let world = try await World()
        try await settleTheOther(world)
        try await refuse(world, at: now)
        _ = try await world.store.requestPush(.push(), site: world.harbour.id, now: now + .seconds(5))
        let pushed = try #require(try await world.claim(at: now + .seconds(5)).first)
        #expect(pushed.trigger == .push && pushed.scope == .everything)
        try await world.finish(
            pushed,
            .refused,
            at: now + .seconds(6),
            followUp: FollowUp(lookAt: now + .seconds(90_000))
        )
        try await world.store.compareRefused(now: now + .seconds(70))
        let asked = try #require(try await world.claim(at: now + .seconds(71)).first)
        #expect(asked.scope == .everything, "what it was refused by has changed")
        try await world.finish(
            asked,
            .refused,
            at: now + .seconds(72),
            followUp: FollowUp(lookAt: now + .seconds(90_000))
        )
        let audit = try #require(try await world.claim(at: now + .seconds(6 * 3600 + 200)).first)
        #expect(audit.trigger == .audit && audit.scope == .everything)
    }
}
