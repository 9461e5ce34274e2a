import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct CouponRevocationTests {
    private func noted(_ world: World, _ note: String?, _ count: Int, at now: Timestamp = World.start) async throws
        -> [Coupon]
    {
        var order = CouponOrder(instance: world.instance, count: count, minutesValid: 600)
        order.note = note
        return try await world.store.createCoupons(order, now: now)
    }

    private func revoked(_ world: World) async throws -> Set<String> {
        let all = try await world.store.coupons(of: world.instance.id, states: [.revoked], now: World.start)
        return Set(all.map(\.code))
    }

    @Test func `a filter that asks for nothing cannot be made`() {
        #expect(CouponFilter([]) == nil)
        #expect(CouponFilter([.note("x")]) == CouponFilter(.note("x")))
    }

    @Test func `every criterion narrows what is revoked`() async throws {
        let world = try await World()
        let old = try await noted(world, "wedding", 3)
        let young = try await noted(world, "wedding", 2, at: World.start + .seconds(60))
        let others = try await noted(world, nil, 2)
        _ = try await world.store.record([world.report(old[0].code, at: world.harbourDevice)], now: World.start)
        let now = World.start + .seconds(100)
        func revoke(_ criteria: CouponFilter.Criterion...) async throws -> Int {
            try await world.store.revokeCoupons(
                of: world.instance.id,
                try #require(CouponFilter(criteria)),
                now: now
            )
        }
        #expect(try await revoke(.note("Wedding")) == 0)
        #expect(try await revoke(.ids([]), .note("wedding")) == 0)
        #expect(try await revoke(.note("wedding"), .createdBefore(World.start + .seconds(60)), .state(.active)) == 1)
        #expect(try await revoked(world) == [old[0].code])
        #expect(try await revoke(.note("wedding"), .createdBefore(World.start + .seconds(60))) == 2)
        #expect(try await revoked(world) == Set(old.map(\.code)))
        #expect(try await revoke(.ids([old[1].id, young[0].id, others[0].id])) == 2)
        #expect(try await revoke(.state(.unused)) == 2)
        #expect(try await revoke(.state(.unused)) == 0)
        #expect(try await revoked(world).count == 7)
    }

    @Test func `what nobody can use any more stays as it is`() async throws {
        let world = try await World()
        let made = try await world.coupons(3, minutes: 10)
        _ = try await world.store.record([world.report(made[0].code, at: world.harbourDevice)], now: World.start)
        let later = World.start + .seconds(86_400)
        let before = try await world.store.coupons(of: world.instance.id, now: later)
        let filter = CouponFilter(.createdBefore(later))
        #expect(try await world.store.revokeCoupons(of: world.instance.id, filter, now: later) == 0)
        #expect(try await world.store.coupons(of: world.instance.id, now: later) == before)
    }

    @Test func `coupons of another instance are out of reach`() async throws {
        let world = try await World()
        let made = try await world.coupons(2)
        let other = Instance(id: world.store.newID(), name: "Staff", createdAt: World.start)
        try await world.store.createInstance(other)
        let filter = CouponFilter(.ids(Set(made.map(\.id))))
        #expect(try await world.store.revokeCoupons(of: other.id, filter, now: World.start) == 0)
        #expect(try await revoked(world).isEmpty)
    }

    @Test(arguments: [(1, true), (200, true), (201, false)])
    func `devices are told few names, or everything, in as many statements`(count: Int, names: Bool) async throws {
        let world = try await World()
        var made = try await noted(world, "fair", min(count, 200))
        if count > 200 { made += try await noted(world, "fair", count - 200) }
        try await world.settle()
        let before = world.store.database.statementCount
        #expect(
            try await world.store.revokeCoupons(of: world.instance.id, CouponFilter(.note("fair")), now: World.start)
                == count
        )
        #expect(world.store.database.statementCount - before == 6)
        let work = try await world.claim()
        #expect(work.count == 2)
        #expect(work.allSatisfy { $0.scope == (names ? .names(Set(made.map(\.code))) : .everything) })
    }
}
