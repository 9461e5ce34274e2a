import GatewayDomain
import Testing

@testable import GatewayStore

/// After the clock was set back, nothing waits for longer than it would have.
@Suite struct DueTimesTests {
    private static let farthest = Store.FarthestDueTimes(
        look: .seconds(25 * 3600),
        audit: .seconds(25 * 3600),
        auditSpread: .seconds(24 * 3600),
        retry: .seconds(450),
        lease: .seconds(135)
    )

    private func bringForward(_ world: World, at now: Timestamp = World.start) async throws -> Bool {
        try await world.store.bringForwardDueTimes(beyond: Self.farthest, now: now)
    }

    @Test func `what is due within its own interval is left alone, without a write`() async throws {
        let world = try await World()
        try await world.settle()
        let next = try await world.store.nextWorkAt(now: World.start)
        #expect(try await bringForward(world) == false)
        #expect(try await world.store.nextWorkAt(now: World.start) == next)
    }

    @Test func `looks, comparisons and tries that lie further ahead are due`() async throws {
        let world = try await World()
        let later = World.start + .seconds(3 * 3600)
        try await world.settle(at: later)
        // The clock goes back by three hours.
        #expect(try await world.claim().isEmpty)
        #expect(try await bringForward(world))
        #expect(try await bringForward(world) == false)
        let work = try await world.claim()
        #expect(work.map(\.scope) == [nil, nil])
        for work in work {
            let soon = World.start + .seconds(100)
            try await world.finish(work, .failed, followUp: FollowUp(lookAt: soon, retryAt: later))
        }
        #expect(try await world.claim(at: World.start + .seconds(101)).isEmpty)
        #expect(try await bringForward(world))
        #expect(try await world.claim(at: World.start + .seconds(101)).count == 2)
    }

    @Test func `what failed before the clock went back is tried again`() async throws {
        let world = try await World()
        let later = World.start + .seconds(30 * 86_400)
        try await world.settle(at: later - .seconds(3600))
        for work in try await world.claim(at: later) {
            try await world.finish(
                work,
                .failed,
                at: later,
                followUp: FollowUp(lookAt: later + .seconds(60), retryAt: later + .seconds(60))
            )
        }
        #expect(try await world.claim(at: World.start).isEmpty)
        #expect(try await bringForward(world))
        #expect(try await world.claim(at: World.start + .seconds(1)).count == 2)
    }

    @Test func `comparisons of everything spread over their interval when it has become shorter`() async throws {
        let world = try await World()
        for number in 0..<38 { _ = try await World.device("10.7.0.\(number)", at: world.museum, world.store) }
        // By the old interval of thirty days, spread as ever.
        for (number, work) in try await world.claim(limit: 100).enumerated() {
            let audit = World.start + .seconds(30 * 86_400) + .milliseconds(number * 1_234_567)
            try await world.finish(work, followUp: FollowUp(lookAt: audit, auditAt: audit))
        }
        var farthest = Self.farthest
        farthest.look = .seconds(40 * 86_400)
        farthest.auditSpread = .seconds(4 * 3600)
        #expect(try await world.store.bringForwardDueTimes(beyond: farthest, now: World.start))
        var due = 0
        for hour in 0..<4 {
            let found = try await world.claim(at: World.start + .seconds((hour + 1) * 3600), limit: 100)
            #expect((4...16).contains(found.count), "of forty in a quarter of the time")
            due += found.count
            for work in found {
                try await world.finish(work, followUp: FollowUp(auditAt: World.start + .seconds(40 * 86_400)))
            }
        }
        #expect(due == 40)
    }

    @Test(arguments: [false, true])
    func `a look that is wanted while a run is under way comes after it`(isNew: Bool) async throws {
        let world = try await World()
        if !isNew { try await world.settle() }
        let begin = World.start + .seconds(isNew ? 0 : 72 * 3600)
        let work = try await world.claim(at: begin)
        #expect(work.count == 2)
        try await world.store.lookSoon(at: world.harbourDevice.id, now: begin + .seconds(1))
        for work in work {
            try await world.finish(
                work,
                at: begin + .seconds(2),
                followUp: FollowUp(lookAt: begin + .seconds(3600), auditAt: begin + .seconds(7200))
            )
        }
        #expect(try await world.claim(at: begin + .seconds(3)).map(\.device.id) == [world.harbourDevice.id])
    }

    @Test(arguments: [(look: 5, expected: 5), (look: 60, expected: 15)] as [(look: Int64, expected: Int64)])
    func `a lost connection puts no look off that comes sooner`(look: Int64, expected: Int64) async throws {
        let world = try await World()
        let begin = World.start + .seconds(72 * 3600)
        try await world.settle()
        for work in try await world.claim(at: begin) {
            let followUp = FollowUp(lookAt: begin + .seconds(look), auditAt: begin + .seconds(7200))
            try await world.finish(work, at: begin, followUp: followUp)
        }
        try await world.store.lookSoon(at: world.harbourDevice.id, now: begin + .seconds(1))
        #expect(try await world.claim(at: begin + .seconds(expected - 1)).isEmpty)
        let due = try await world.claim(at: begin + .seconds(expected)).map(\.device.id)
        #expect(due.contains(world.harbourDevice.id))
    }

    @Test func `a lease ends after its own length`() async throws {
        let world = try await World()
        #expect(try await world.claim(at: World.start + .seconds(3 * 3600)).count == 2)
        #expect(try await bringForward(world))
        #expect(try await world.claim(at: World.start + .seconds(134)).isEmpty)
        #expect(try await world.claim(at: World.start + .seconds(136)).count == 2)
    }

    @Test func `everything is compared when the clock is believed again`() async throws {
        let world = try await World()
        try await world.settle()
        #expect(try await world.claim(at: World.start + .seconds(1)).isEmpty)
        try await world.store.compareEverything(now: World.start)
        let work = try await world.claim(at: World.start + .seconds(1))
        #expect(work.map(\.scope) == [.everything, .everything])
    }

    @Test func `the newest redemption is the latest moment that is known to have been`() async throws {
        let world = try await World()
        #expect(try await world.store.newestRedemptionAt() == nil)
        let code = try #require(try await world.coupons(1).first).code
        let time = World.start + .seconds(77)
        _ = try await world.store.record([world.report(code, at: world.harbourDevice)], now: time)
        // When a run ended tells of the clock as it was set then.
        try await world.settle(at: World.start + .seconds(90 * 86_400))
        #expect(try await world.store.newestRedemptionAt() == time)
    }

    @Test func `what ends by time ends by the earliest moment that it may be`() async throws {
        let world = try await World()
        let coupons = try await world.coupons(3)
        let wrong = World.start + .seconds(90 * 86_400)
        let clock = ClockReading(wrong, expected: World.start, doubt: .set(.seconds(90 * 86_400)))
        // Compared in the wrong time already: what ended long before it is not even read where the clock is believed.
        try await world.settle(at: wrong)
        let state = try await world.store.desiredState(
            for: world.harbourDevice.id,
            scope: .everything,
            now: wrong,
            clock: clock
        )
        #expect(state.users.map(\.name) == coupons.map(\.code).sorted())
        #expect(state.departures.isEmpty)
        #expect(state.clockDoubt == clock.doubt)
        let believed = try await world.store.desiredState(for: world.harbourDevice.id, scope: .everything, now: wrong)
        #expect(believed.users.isEmpty)
        #expect(believed.clockDoubt == nil)
    }

    @Test func `the lease of a server that wrote it in a time that is yet to come runs out all the same`() async throws
    {
        let world = try await World()
        let (first, second) = (
            LeaseHolder(host: "alpha", processID: 17, token: "a"), LeaseHolder(host: "beta", processID: 18, token: "b")
        )
        try await world.store.acquireServeLease(first, now: World.start + .seconds(7200))
        await #expect(throws: StoreError.self) {
            try await world.store.acquireServeLease(second, now: World.start)
        }
        // Whoever lives renews it meanwhile.
        await #expect(throws: StoreError.self) {
            try await world.store.acquireServeLease(second, now: World.start + .seconds(14))
        }
        try await world.store.acquireServeLease(second, now: World.start + .seconds(15))
        #expect(try await world.store.currentServer(now: World.start + .seconds(16)) == second)
    }
}
