import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct ScheduleStatementTests {
    private func count(_ store: Store, _ body: () async throws -> Void) async throws -> Int {
        let before = store.database.statementCount
        try await body()
        return store.database.statementCount - before
    }

    @Test(arguments: [1, 500]) func `a run takes thirteen statements, three of which tell of it`(
        coupons: Int
    ) async throws {
        let world = try await World()
        let schedule = try await world.schedule(count: coupons)
        let due = try await count(world.store) {
            _ = try await world.store.runDueCouponSchedule(schedule.id, now: schedule.nextRunAt)
        }
        #expect(due == 13)
        let asked = try await count(world.store) {
            _ = try await world.store.runCouponSchedule(schedule.id, of: world.instance.id, now: schedule.nextRunAt)
        }
        #expect(asked == 13)
        let shown = try await count(world.store) {
            _ = try await world.store.validCoupons(ofSchedule: schedule.id, now: schedule.nextRunAt)
        }
        #expect(shown == 3)
    }

    @Test(arguments: [1, 40]) func `schedules are listed with their figures in two statements`(number: Int)
        async throws
    {
        let world = try await World()
        for index in 0..<number {
            let schedule = try await world.schedule(count: 3, "Schedule \(index)")
            _ = try await world.store.runCouponSchedule(schedule.id, of: world.instance.id, now: World.start)
        }
        let listed = try await count(world.store) {
            let all = try await world.store.couponSchedules(of: world.instance.id, now: World.start)
            #expect(all.count == number)
            #expect(all.allSatisfy { $0.figures == ScheduleFigures(generated: 3, used: 0, available: 3) })
        }
        #expect(listed == 2)
        #expect(try await count(world.store) { _ = try await world.store.nextScheduleRunAt() } == 1)
        #expect(try await count(world.store) { _ = try await world.store.dueCouponSchedules(now: World.start) } == 1)
    }

    @Test func `looking for what is due reads an index, not the schedules`() async throws {
        let world = try await World()
        for statement in [CouponSchedule.due, CouponSchedule.next] {
            let plan = try await world.store.plan(of: statement)
            #expect(plan.contains { $0.contains("USING INDEX due_schedules") }, "\(plan)")
            #expect(!plan.contains { $0.contains("TEMP B-TREE FOR ORDER BY") }, "\(plan)")
        }
    }
}
