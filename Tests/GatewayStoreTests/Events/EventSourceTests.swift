import GatewayDomain
import Testing

@testable import GatewayStore

/// What happens in the store and is told in the transaction that makes it true.
@Suite struct EventSourceTests {
    @Test func `a device that fails for two minutes is told once, and once that it works again`() async throws {
        let world = try await World()
        try await world.settle()
        var now = World.start
        func run(_ outcome: SyncRun.Outcome, after wait: Duration) async throws {
            now = now + wait
            _ = try await world.store.requestPush(.push(), site: world.harbour.id, now: now)
            let claimed = try await world.claim(at: now).filter { $0.device.id == world.harbourDevice.id }
            let work = try #require(claimed.first)
            try await world.finish(work, outcome, at: now, followUp: FollowUp(retryAt: now))
        }
        for wait in [0, 5, 10] { try await run(.failed, after: .seconds(wait)) }
        func events() async throws -> [RecordedEvent] {
            try await world.events().filter { $0.kind != .deviceStateChanged }
        }
        #expect(try await events().isEmpty)
        for wait in [110, 60, 60] { try await run(.failed, after: .seconds(wait)) }
        let told = try await events()
        #expect(told.map(\.kind) == [.deviceUnreachable])
        #expect(told.first?.site == world.harbour.id)
        let data = try #require(told.first?.data)
        #expect(data.contains(#""failing_since":"2026-11-18T11:06:40Z","failure":"no route to host""#), "\(data)")
        for _ in 0..<2 { try await run(.converged, after: .seconds(5)) }
        #expect(try await events().map(\.kind) == [.deviceUnreachable, .deviceRecovered])
        // And it can happen again.
        for wait in [5, 70, 70] { try await run(.failed, after: .seconds(wait)) }
        #expect(try await events().map(\.kind).count == 3)
    }

    @Test func `a schedule's run is told with what it made, however it came about`() async throws {
        let world = try await World()
        let schedule = try await world.schedule(count: 3)
        _ = try await world.store.runDueCouponSchedule(schedule.id, now: schedule.nextRunAt)
        _ = try await world.store.runDueCouponSchedule(schedule.id, now: schedule.nextRunAt)
        _ = try await world.store.runCouponSchedule(schedule.id, of: world.instance.id, now: schedule.nextRunAt)
        let events = try await world.events()
        #expect(events.map(\.kind) == [.scheduleRan, .scheduleRan])
        #expect(events.allSatisfy { $0.data.contains(#""schedule_id":"\#(schedule.id)""#) })
        #expect(events.allSatisfy { $0.data.contains(#""coupon_count":3"#) })
        #expect(events.map { $0.data.contains(#""due_at":null"#) } == [false, true])
    }
}
