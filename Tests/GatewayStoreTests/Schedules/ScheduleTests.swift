import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct ScheduleTests {
    /// 2026-11-18T08:26:40Z.
    private let start = World.start

    @Test func `a schedule is kept as it was asked for`() async throws {
        let world = try await World()
        var settings = World.daily
        settings.dayOfWeek = 3
        settings.timeOfDay = try TimeOfDay(text: "19:30")
        let made = try await world.store.createCouponSchedule(settings, of: world.instance.id, now: start)
        #expect(made.schedule.settings == settings)
        #expect(made.schedule.nextRunAt.description == "2026-11-18T19:30:00Z")
        #expect(try await world.store.couponSchedules(of: world.instance.id, now: start) == [made])
        let found = try await world.store.couponSchedule(made.schedule.id, of: world.instance.id, now: start)
        #expect(found == made)
    }

    @Test func `an update replaces every setting`() async throws {
        let world = try await World()
        let id = try await world.schedule().id
        var settings = ScheduleSettings(
            name: "Monthly",
            count: 500,
            recurrence: .monthly,
            dayOfMonth: 31,
            validMinutes: 90_000,
            timeZone: "Asia/Kathmandu",
            notificationGroup: "other"
        )
        let updated = try await world.store.updateCouponSchedule(id, of: world.instance.id, to: settings, now: start)
        #expect(updated.schedule.settings == settings)
        #expect(updated.schedule.nextRunAt.description == "2026-11-29T18:15:00Z")
        #expect(try await world.store.couponSchedule(id, of: world.instance.id, now: start) == updated)
        settings.dayOfMonth = nil
        let wrong = settings
        await #expect(throws: StoreError.self) {
            try await world.store.updateCouponSchedule(id, of: world.instance.id, to: wrong, now: start)
        }
        #expect(try await world.store.couponSchedule(id, of: world.instance.id, now: start) == updated)
    }

    @Test func `a schedule is found under its own instance only`() async throws {
        let world = try await World()
        let id = try await world.schedule().id
        let other = Instance(id: world.store.newID(), name: "Staff", createdAt: start)
        try await world.store.createInstance(other)
        let unknown = StoreError.notFound(kind: .couponSchedule, reference: id.rawValue)
        await #expect(throws: unknown) { try await world.store.couponSchedule(id, of: other.id, now: start) }
        await #expect(throws: unknown) {
            try await world.store.updateCouponSchedule(id, of: other.id, to: World.daily, now: start)
        }
        await #expect(throws: unknown) { try await world.store.runCouponSchedule(id, of: other.id, now: start) }
        await #expect(throws: unknown) { try await world.store.deleteCouponSchedule(id, of: other.id, now: start) }
        #expect(try await world.store.couponSchedules(of: other.id, now: start).isEmpty)
        let nobody: Instance.ID = world.store.newID()
        let noInstance = StoreError.notFound(kind: .instance, reference: nobody.rawValue)
        await #expect(throws: noInstance) { try await world.store.couponSchedules(of: nobody, now: start) }
        await #expect(throws: noInstance) {
            try await world.store.createCouponSchedule(World.daily, of: nobody, now: start)
        }
        #expect(try await world.store.coupons(of: world.instance.id, now: start).isEmpty)
    }

    @Test func `the figures are those of the last run`() async throws {
        let world = try await World()
        let schedule = try await world.schedule(count: 4)
        _ = try await world.store.runCouponSchedule(schedule.id, of: world.instance.id, now: start)
        let later = start + .seconds(60)
        let run = try await world.store.runCouponSchedule(schedule.id, of: world.instance.id, now: later)
        #expect(run.coupons.count == 4 && run.dueAt == nil)
        _ = try await world.store.record([world.report(run.coupons[0].code, at: world.harbourDevice)], now: later)
        try await world.store.revokeCoupon(run.coupons[1].code, now: later)
        func figures(at now: Timestamp) async throws -> ScheduleFigures {
            try await world.store.couponSchedule(schedule.id, of: world.instance.id, now: now).figures
        }
        #expect(try await figures(at: later) == ScheduleFigures(generated: 4, used: 1, available: 2))
        let expiry = later + .seconds(480 * 60)
        #expect(try await figures(at: expiry - .seconds(1)).available == 2)
        #expect(try await figures(at: expiry) == ScheduleFigures(generated: 4, used: 1, available: 0))
        let status = try await world.store.couponSchedule(schedule.id, of: world.instance.id, now: later)
        #expect(status.schedule.lastRunAt == later)
        #expect(status.schedule.nextRunAt == schedule.nextRunAt)
    }

    @Test func `a run makes coupons like any other, for every router`() async throws {
        let world = try await World()
        try await world.settle()
        let schedule = try await world.schedule(count: 3)
        let run = try await world.store.runCouponSchedule(schedule.id, of: world.instance.id, now: start)
        #expect(try await world.store.coupons(of: world.instance.id, now: start) == run.coupons)
        #expect(run.coupons.allSatisfy { $0.run == ScheduleRun.Reference(schedule: schedule.id, run: run.id) })
        #expect(run.coupons.allSatisfy { $0.expiresAt == start + .seconds(480 * 60) })
        let work = try await world.claim()
        #expect(Set(work.map(\.device.id)) == [world.harbourDevice.id, world.museumDevice.id])
        #expect(work.allSatisfy { $0.scope == .names(Set(run.coupons.map(\.code))) })
    }

    @Test func `a deleted schedule runs no more and keeps its coupons`() async throws {
        let world = try await World()
        let schedule = try await world.schedule(count: 2)
        let run = try await world.store.runCouponSchedule(schedule.id, of: world.instance.id, now: start)
        #expect(try await world.store.validCoupons(ofSchedule: schedule.id, now: start)?.coupons == run.coupons)
        try await world.store.deleteCouponSchedule(schedule.id, of: world.instance.id, now: start)
        #expect(try await world.store.coupons(of: world.instance.id, states: [.unused], now: start) == run.coupons)
        #expect(try await world.store.validCoupons(ofSchedule: schedule.id, now: start) == nil)
        #expect(try await world.store.couponSchedules(of: world.instance.id, now: start).isEmpty)
        #expect(try await world.store.nextScheduleRunAt() == nil)
        #expect(try await world.store.runDueCouponSchedule(schedule.id, now: schedule.nextRunAt) == nil)
        let unknown = StoreError.notFound(kind: .couponSchedule, reference: schedule.id.rawValue)
        await #expect(throws: unknown) {
            try await world.store.deleteCouponSchedule(schedule.id, of: world.instance.id, now: start)
        }
    }

    @Test func `a link shows what can be handed out of all runs, newest first`() async throws {
        let world = try await World()
        let schedule = try await world.schedule(count: 3)
        _ = try await world.coupons(5)
        let first = try await world.store.runCouponSchedule(schedule.id, of: world.instance.id, now: start)
        let later = start + .seconds(60)
        let second = try await world.store.runCouponSchedule(schedule.id, of: world.instance.id, now: later)
        _ = try await world.store.record([world.report(second.coupons[0].code, at: world.museumDevice)], now: later)
        try await world.store.revokeCoupon(first.coupons[2].code, now: later)
        let shown = try #require(try await world.store.validCoupons(ofSchedule: schedule.id, now: later))
        #expect(shown.coupons == Array(second.coupons[1...]) + first.coupons[..<2])
        #expect(shown.instance == world.instance)
        let expired = try await world.store.validCoupons(ofSchedule: schedule.id, now: start + .seconds(480 * 60))
        #expect(expired?.coupons == Array(second.coupons[1...]))
    }
}
