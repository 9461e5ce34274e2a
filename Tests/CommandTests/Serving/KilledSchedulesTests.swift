import TestSeeds
import Foundation
import GatewayDomain
import GatewayStore
import Testing

/// A gateway that is killed while it makes up the runs of schedules that it missed.
@Suite struct KilledSchedulesTests {
    private static let rounds = 6
    /// What each gateway finds to do: more than it does before the kill, however fast the machine is.
    private static let schedulesEachRound = 40
    private static let count = 50

    @Test(.timeLimit(.minutes(15)))
    func `however often the gateway is killed, a run that was missed is made up once and as a whole`() async throws {
        var random = Seed.generator
        let place = try Workplace()
        let store = try await Store.open(StoreConfiguration(path: place.path("gate.db")))
        let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
        let instance = Instance(id: store.newID(), name: "Lobby", codeLength: 8, createdAt: now)
        try await store.createInstance(instance)
        var killed = 0
        for round in 0..<Self.rounds {
            try await Self.addSchedules(round, store, instance, now)
            let trigger = KillTrigger()
            trigger.arm(at: .random(in: 1...4, using: &random), turns: .random(in: 0...5000, using: &random))
            let serve = try place.start(["serve"], deadline: .seconds(120)) { text, kill in
                for line in text.split(separator: "\n") where line.contains("a schedule ran") {
                    trigger.happened(kill)
                }
            }
            if await serve.outcome().status == 128 + SIGKILL { killed += 1 }
            try await Self.expectWholeRuns(store, instance, "round \(round)")
        }
        #expect(killed == Self.rounds)
        let made = try await Self.made(store, instance)
        #expect(made > 0 && made < Self.rounds * Self.schedulesEachRound, "the kills met nothing under way")
        let serve = try place.start(["serve"], deadline: .seconds(240))
        while !serve.hasEnded, try await !store.dueCouponSchedules(now: now).isEmpty { await Task.yield() }
        serve.signal(SIGTERM)
        let outcome = await serve.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("a schedule ran"))
        try await Self.expectWholeRuns(store, instance, "at the end")
        #expect(try await Self.made(store, instance) == Self.rounds * Self.schedulesEachRound)
        try store.close()
    }

    /// Made three days ago, so that each has missed three runs.
    private static func addSchedules(
        _ round: Int,
        _ store: Store,
        _ instance: Instance,
        _ now: Timestamp
    ) async throws {
        for index in 0..<schedulesEachRound {
            let settings = ScheduleSettings(
                name: "Schedule \(round)-\(index)",
                count: count,
                recurrence: .daily,
                validMinutes: 2880,
                timeZone: "America/Sao_Paulo",
                notificationGroup: "ng_1"
            )
            _ = try await store.createCouponSchedule(settings, of: instance.id, now: now - .seconds(3 * 86_400))
        }
    }

    /// How many schedules have run.
    private static func made(_ store: Store, _ instance: Instance) async throws -> Int {
        let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
        return try await store.couponSchedules(of: instance.id, now: now).count { $0.schedule.lastRunAt != nil }
    }

    private static func expectWholeRuns(_ store: Store, _ instance: Instance, _ when: String) async throws {
        let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
        let ran = try await store.couponSchedules(of: instance.id, now: now).filter { $0.schedule.lastRunAt != nil }
        let coupons = try await store.coupons(of: instance.id, limit: 100_000, now: now)
        let runs = Dictionary(grouping: coupons) { $0.run }
        #expect(runs.values.allSatisfy { $0.count == count }, "\(when)")
        #expect(Set(runs.keys.compactMap { $0?.schedule }) == Set(ran.map(\.schedule.id)), "\(when)")
        #expect(runs.count == ran.count, "\(when): a schedule ran twice")
        #expect(ran.allSatisfy { $0.schedule.nextRunAt > now }, "\(when)")
    }
}
