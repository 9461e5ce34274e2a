import Foundation
import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct DueScheduleTests {
    @Test func `a schedule runs when it is due, not before, and then waits for the next day`() async throws {
        let world = try await World()
        let schedule = try await world.schedule(count: 2)
        let due = schedule.nextRunAt
        #expect(try await world.store.nextScheduleRunAt() == due)
        let early = due - .milliseconds(1)
        #expect(try await world.store.dueCouponSchedules(now: early).isEmpty)
        #expect(try await world.store.runDueCouponSchedule(schedule.id, now: early) == nil)
        #expect(try await world.store.dueCouponSchedules(now: due) == [schedule.id])
        #expect(try await world.store.dueCouponSchedules(except: [schedule.id], now: due).isEmpty)
        let run = try #require(try await world.store.runDueCouponSchedule(schedule.id, now: due))
        #expect(run.dueAt == due && run.ranAt == due && run.coupons.count == 2)
        #expect(try await world.store.runDueCouponSchedule(schedule.id, now: due) == nil)
        #expect(try await world.store.nextScheduleRunAt() == due + .seconds(86_400))
        #expect(try await World.census(world.store) == ["coupons": 2, "names": 2, "runs": 1])
    }

    @Test func `runs that were missed are made up once`() async throws {
        let world = try await World()
        let schedule = try await world.schedule(count: 2)
        let late = schedule.nextRunAt + .seconds(10 * 86_400 + 3600)
        let run = try #require(try await world.store.runDueCouponSchedule(schedule.id, now: late))
        #expect(run.dueAt == schedule.nextRunAt && run.ranAt == late)
        #expect(run.coupons.allSatisfy { $0.expiresAt == late + .seconds(480 * 60) })
        #expect(run.schedule.nextRunAt == schedule.nextRunAt + .seconds(11 * 86_400))
        #expect(try await world.store.dueCouponSchedules(now: late).isEmpty)
    }

    @Test func `a due time has one run, even when the clock was set back and the schedule is changed to it again`()
        async throws
    {
        let world = try await World()
        let schedule = try await world.schedule(count: 2)
        let due = schedule.nextRunAt
        _ = try await world.store.runDueCouponSchedule(schedule.id, now: due)
        let yesterday = due - .seconds(60)
        var other = World.daily
        other.count = 2
        other.timeOfDay = try TimeOfDay(text: "12:00")
        try await world.store.updateCouponSchedule(schedule.id, of: world.instance.id, to: other, now: yesterday)
        other.timeOfDay = .midnight
        try await world.store.updateCouponSchedule(schedule.id, of: world.instance.id, to: other, now: yesterday)
        #expect(try await world.store.dueCouponSchedules(now: due) == [schedule.id])
        #expect(try await world.store.runDueCouponSchedule(schedule.id, now: due) == nil)
        #expect(try await world.store.dueCouponSchedules(now: due).isEmpty)
        #expect(try await World.census(world.store) == ["coupons": 2, "names": 2, "runs": 1])
        #expect(try await world.store.nextScheduleRunAt() == due + .seconds(86_400))
    }

    @Test func `many who run what is due at the same time run each schedule once`() async throws {
        let world = try await World()
        var due: [CouponSchedule] = []
        for index in 0..<6 { due.append(try await world.schedule(count: 25, "Schedule \(index)")) }
        let schedules = due
        let stores = try await [world.store, world.scratch.open(), world.scratch.open()]
        let now = schedules[0].nextRunAt
        let runs = try await withThrowingTaskGroup { group in
            for index in 0..<36 {
                group.addTask {
                    try await stores[index % 3].runDueCouponSchedule(schedules[index / 3 % 6].id, now: now)
                }
            }
            return try await group.reduce(into: [ScheduleRun]()) { if let run = $1 { $0.append(run) } }
        }
        #expect(Set(runs.map(\.schedule.id)) == Set(schedules.map(\.id)))
        #expect(runs.count == 6)
        #expect(Set(runs.flatMap { $0.coupons.map(\.code) }).count == 150)
        #expect(try await World.census(world.store) == ["coupons": 150, "names": 150, "runs": 6])
    }

    @Test func `a schedule without free codes makes nothing, and stays due`() async throws {
        let world = try await World()
        let schedule = try await world.schedule(count: 2)
        let scratch = world.scratch
        var configuration = StoreConfiguration(path: scratch.database)
        // Draws digits only, which no code may consist of.
        configuration.generator = Constant()
        let stuck = try await Store.open(configuration)
        let due = schedule.nextRunAt
        await #expect(throws: StoreError.invalidOrder(.codesExhausted(length: 6))) {
            try await stuck.runDueCouponSchedule(schedule.id, now: due)
        }
        #expect(try await World.census(world.store) == ["coupons": 0, "names": 0, "runs": 0])
        #expect(try await world.store.runDueCouponSchedule(schedule.id, now: due)?.coupons.count == 2)
    }

    private struct Constant: RandomNumberGenerator, Sendable {
        mutating func next() -> UInt64 { .max - 1 }
    }

    @Test func `a power cut at any moment leaves a run whole or not at all, and it is made up once`() async throws {
        let world = try await World()
        let schedule = try await world.schedule(count: 500)
        let due = schedule.nextRunAt
        let (inside, after) = (try Scratch(), try Scratch())
        try await world.store.write { [store = world.store, scratch = world.scratch] connection throws(StoreError) in
            guard let (found, instance) = try CouponSchedule.live(connection, schedule.id) else { return }
            _ = try store.runSchedule(connection, found, instance, dueAt: due, now: due)
            // More pages than the cache holds, so that a part of the run is in the file before the commit.
            try connection.query(
                """
                INSERT INTO names (name, kind) SELECT r.name, 'coupon' FROM \(rows: 1, ["name": .text]) AS r WHERE true
                """,
                [SQLRows(0..<100_000) { ["CODE\($0)"] }]
            )
            try connection.query("DELETE FROM names WHERE name LIKE 'CODE%'")
            try scratch.snapshot(to: inside)
        }
        try world.scratch.snapshot(to: after)
        let log = try FileManager.default.attributesOfItem(atPath: inside.database + "-wal")[.size] as? Int
        #expect(try #require(log) > 1 << 20, "nothing of the transaction was in the file: the test proves nothing")
        let cut = try await inside.open()
        #expect(try await World.census(cut) == ["coupons": 0, "names": 0, "runs": 0])
        #expect(try await cut.runDueCouponSchedule(schedule.id, now: due)?.coupons.count == 500)
        let kept = try await after.open()
        #expect(try await kept.runDueCouponSchedule(schedule.id, now: due) == nil)
        for store in [cut, kept] {
            #expect(try await World.census(store) == ["coupons": 500, "names": 500, "runs": 1])
            #expect(try await store.nextScheduleRunAt() == due + .seconds(86_400))
        }
    }
}
