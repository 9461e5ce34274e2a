import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct ExpirySweepTests {
    /// The ids that the events of a world name, in their order.
    private func told(_ world: World) async throws -> [String] {
        try await world.events().filter { $0.kind == .couponsExpired }.flatMap { event in
            event.data.matches(of: /[0-9a-f]{8}-[0-9a-f-]{27}/).map { String($0.output) }
        }
    }

    @Test func `a coupon that ran out unused stands in one event, one that was used or revoked in none`() async throws {
        let world = try await World()
        let coupons = try await world.coupons(4, minutes: 10)
        let longer = try await world.coupons(1, minutes: 20)
        _ = try await world.store.record(
            [world.report(coupons[0].code, at: world.harbourDevice)],
            now: World.start + .seconds(60)
        )
        _ = try await world.store.revokeCoupon(coupons[1].id, of: world.instance.id, now: World.start)
        let end = World.start + .seconds(600)
        #expect(try await world.store.sweepExpiredCoupons(now: end - .milliseconds(1)) == 0)
        #expect(try await world.store.sweepExpiredCoupons(now: end) == 4)
        #expect(Set(try await told(world)) == [coupons[2].id.rawValue, coupons[3].id.rawValue])
        // Whatever the clock does.
        for shift in [0, -3600, 300] { try await world.store.sweepExpiredCoupons(now: end + .seconds(shift)) }
        #expect(try await told(world).count == 2)
        try await world.store.sweepExpiredCoupons(now: end + .seconds(600))
        #expect(try await told(world).last == longer[0].id.rawValue)
        #expect(try await world.events().filter { $0.kind == .couponsExpired }.count == 2)
    }

    @Test func `nothing is told when nothing ran out`() async throws {
        let world = try await World()
        try await world.store.sweepExpiredCoupons(now: World.start)
        #expect(try await world.events().isEmpty)
    }

    @Test func `many that run out together are told in several events, each coupon once`() async throws {
        let world = try await World()
        var made: Set<String> = []
        for _ in 0..<6 { made.formUnion(try await world.coupons(200, minutes: 10).map(\.id.rawValue)) }
        try await world.store.sweepExpiredCoupons(now: World.start + .seconds(600))
        let told = try await told(world)
        #expect(told.count == 1200)
        #expect(Set(told) == made)
        #expect(try await world.events().map { $0.json.utf8.count < 20_500 } == [true, true, true])
    }

    @Test func `two that sweep at once tell of each coupon once`() async throws {
        let world = try await World()
        for _ in 0..<3 { _ = try await world.coupons(200, minutes: 10) }
        let other = try await world.scratch.open()
        let end = World.start + .seconds(600)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in [world.store, other, world.store, other] {
                group.addTask { try await store.sweepExpiredCoupons(now: end) }
            }
            try await group.waitForAll()
        }
        let told = try await told(world)
        #expect(told.count == 600 && Set(told).count == 600)
        try other.close()
    }
}
