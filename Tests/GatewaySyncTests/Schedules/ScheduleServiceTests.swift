import Foundation
import GatewayDomain
import GatewayStore
import Logging
import RouterOSSimulator
import Synchronization
import Testing

@testable import GatewaySync

@Suite(.timeLimit(.minutes(15))) struct ScheduleServiceTests {
    /// A store with one instance, a clock that the test moves, and a service that sleeps until the test wakes it.
    private final class Desk: Sendable {
        let store: Store
        let instance: Instance
        let alarm = TestAlarm()
        let generator = BreakableGenerator()
        let folder: URL
        let time = Mutex(Timestamp(seconds: 1_795_000_000))

        init() async throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "gardengate-desk-\(UUID().uuidString)")
            var configuration = StoreConfiguration(path: folder.appending(path: "gate.db").path)
            configuration.generator = generator
            store = try await Store.open(configuration)
            instance = Instance(id: store.newID(), name: "Guests", createdAt: Timestamp(seconds: 1_795_000_000))
            try await store.createInstance(instance)
        }

        deinit {
            // What is left behind in the temporary folder harms nobody.
            try? FileManager.default.removeItem(at: folder)
        }

        var now: Timestamp { time.withLock { $0 } }

        /// A daily schedule whose first run comes so many minutes from now.
        func schedule(in minutes: Int64, _ name: String = "Passes") async throws -> CouponSchedule {
            let minute = Int((now.seconds / 60 + minutes) % 1440)
            let settings = ScheduleSettings(
                name: name,
                count: 5,
                recurrence: .daily,
                validMinutes: 60,
                timeZone: "UTC",
                timeOfDay: TimeOfDay(minutes: minute),
                notificationGroup: "ng_1"
            )
            return try await store.createCouponSchedule(settings, of: instance.id, now: now).schedule
        }

        /// Runs the service while the body runs.
        func serving(_ body: (inout AsyncStream<Duration>.AsyncIterator) async throws -> Void) async throws {
            let service = ScheduleService(
                store: store,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                now: { self.now },
                pause: alarm.pause
            )
            try await withThrowingTaskGroup { group in
                group.addTask { try await service.run() }
                var asked = alarm.asked.makeAsyncIterator()
                try await body(&asked)
                group.cancelAll()
                try await group.waitForAll()
            }
        }

        /// Wakes the service until something has come true.
        ///
        /// More than once: a call that finds it at work, with the time as it was, would be lost.
        func wait(
            _ asked: inout AsyncStream<Duration>.AsyncIterator,
            until isTrue: () async throws -> Bool
        ) async throws {
            while try await !isTrue() {
                alarm.ring()
                _ = await asked.next()
                try Task.checkCancellation()
            }
        }

        /// How many coupons there are.
        func coupons() async throws -> Int {
            try await store.coupons(of: instance.id, now: now).count
        }
    }

    @Test func `it sleeps until the earliest run, and for a minute at most`() async throws {
        let desk = try await Desk()
        let schedule = try await desk.schedule(in: 10)
        desk.time.withLock { $0 = schedule.nextRunAt - .seconds(90) }
        try await desk.serving { asked in
            #expect(await asked.next() == .seconds(60))
            desk.time.withLock { $0 = schedule.nextRunAt - .seconds(30) }
            desk.alarm.ring()
            #expect(await asked.next() == .seconds(30))
            let before = try await desk.coupons()
            #expect(before == 0)
            desk.time.withLock { $0 = schedule.nextRunAt }
            try await desk.wait(&asked) { try await desk.coupons() == 5 }
            let after = try await desk.coupons()
            #expect(after == 5)
        }
        #expect(try await desk.store.nextScheduleRunAt() == schedule.nextRunAt + .seconds(86_400))
    }

    @Test func `a schedule that is made while it sleeps shortens its sleep`() async throws {
        let desk = try await Desk()
        try await desk.serving { asked in
            #expect(await asked.next() == .seconds(60))
            let schedule = try await desk.schedule(in: 1)
            let expected = schedule.nextRunAt - desk.now
            try #require(expected < .seconds(60))
            while let next = await asked.next(), next != expected {}
            try Task.checkCancellation()
        }
        #expect(try await desk.coupons() == 0)
    }

    @Test func `what was missed is made up once when it starts, whatever there is`() async throws {
        let desk = try await Desk()
        // More than one batch.
        for index in 0..<(ScheduleService.batch + 3) { _ = try await desk.schedule(in: 5, "Schedule \(index)") }
        desk.time.withLock { $0 = $0 + .seconds(3 * 86_400) }
        try await desk.serving { asked in
            var next = await asked.next()
            // Every batch asks for more at once.
            while next != .seconds(60) {
                if next == .zero { desk.alarm.ring() }
                next = await asked.next()
                try Task.checkCancellation()
            }
        }
        #expect(try await desk.coupons() == 5 * (ScheduleService.batch + 3))
    }

    @Test func `a schedule that cannot make its coupons rests, and stops no other`() async throws {
        let desk = try await Desk()
        let stuck = try await desk.schedule(in: 5, "Stuck")
        desk.generator.isBroken.withLock { $0 = true }
        desk.time.withLock { $0 = stuck.nextRunAt }
        try await desk.serving { asked in
            #expect(await asked.next() == .seconds(60))
            desk.generator.isBroken.withLock { $0 = false }
            let other = try await desk.schedule(in: 2, "Other")
            desk.time.withLock { $0 = other.nextRunAt }
            try await desk.wait(&asked) { try await desk.coupons() > 0 }
            #expect(try await desk.coupons() == 5)
            let resting = try await desk.store.couponSchedule(stuck.id, of: desk.instance.id, now: desk.now)
            #expect(resting.figures.generated == 0)
            desk.time.withLock { $0 = stuck.nextRunAt + ScheduleService.rest }
            try await desk.wait(&asked) { try await desk.coupons() == 5 + 5 }
        }
    }

    @Test func `the codes of a run reach the routers`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            _ = try await gateway.site("Lobby", router)
            var settings = ScheduleSettings(
                name: "Passes",
                count: 7,
                recurrence: .daily,
                validMinutes: 2880,
                timeZone: "Australia/Lord_Howe",
                notificationGroup: "ng_1"
            )
            settings.timeOfDay = TimeOfDay(minutes: 480)
            let schedule = try await gateway.store.createCouponSchedule(
                settings,
                of: gateway.instance.id,
                now: gateway.now()
            )
            gateway.advance(by: schedule.schedule.nextRunAt - gateway.now() + .seconds(1))
            let service = ScheduleService(
                store: gateway.store,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                now: gateway.now
            )
            let id = gateway.store.gatewayID
            try await withThrowingTaskGroup { group in
                group.addTask { try await service.run() }
                try await gateway.serving {
                    try await gateway.eventually("the router holds the codes of the run") {
                        let made = try await gateway.store.coupons(of: gateway.instance.id, now: gateway.now())
                        let held = try await router.codes(of: id)
                        return held.count == 7 && held == made.map(\.code).sorted()
                    }
                }
                group.cancelAll()
            }
            try gateway.close()
        }
    }
}
