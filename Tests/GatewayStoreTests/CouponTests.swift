import TestSeeds
import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct CouponTests {
    @Test func `coupons are listed newest first, in the states that the domain tells`() async throws {
        let world = try await World()
        let short = try await world.coupons(3, minutes: 10)
        let long = try await world.coupons(3, at: World.start + .seconds(1))
        let listed = try await world.store.coupons(of: world.instance.id, now: World.start)
        #expect(listed == long + short)
        _ = try await world.store.record(
            [world.report(long[0].code, at: world.harbourDevice), world.report(short[0].code, at: world.museumDevice)],
            now: World.start
        )
        try await world.store.revokeCoupon(long[1].code.lowercased(), now: World.start)
        for seconds: Int64 in [0, 599, 600, 3599, 3600, 36_000, 40_000] {
            let now = World.start + .seconds(seconds)
            let all = try await world.store.coupons(of: world.instance.id, now: now)
            #expect(all.count == 6)
            for state in CouponState.allCases {
                let some = try await world.store.coupons(of: world.instance.id, states: [state], now: now)
                #expect(some == all.filter { $0.state(at: now) == state }, "\(state) after \(seconds) s")
            }
        }
        #expect(try await world.store.coupons(of: world.instance.id, limit: 2, now: World.start).count == 2)
    }

    @Test func `a code that is taken is drawn again`() async throws {
        let seed = Seed.base
        let world = try await World()
        let order = CouponOrder(instance: world.instance, count: 50, minutesValid: 60)
        var generator = SeededGenerator(seed: seed)
        let drawn = try CouponRules.issue(order, at: World.start, using: &generator).map(\.code)
        for code in drawn.prefix(3) { try await world.store.addHotspotUser(world.account(code, at: world.harbour)) }
        let seeded = try await world.scratch.open(seed: seed)
        let made = try await seeded.createCoupons(order, now: World.start).map(\.code)
        #expect(Set(made).count == 50)
        #expect(Set(made).isDisjoint(with: drawn.prefix(3)))
        #expect(made.dropFirst(3) == drawn.dropFirst(3))
    }

    @Test func `no account can take a coupon's code`() async throws {
        let world = try await World()
        let coupon = try #require(try await world.coupons(1).first)
        await #expect(throws: StoreError.conflict("\"\(coupon.code)\" is the code of a coupon; choose another name")) {
            try await world.store.addHotspotUser(world.account(coupon.code, at: world.harbour))
        }
        let lower = coupon.code.lowercased()
        await #expect(throws: StoreError.conflict("\"\(lower)\" is the code of a coupon; choose another name")) {
            try await world.store.addHotspotUser(world.account(lower, at: world.harbour))
        }
    }

    @Test func `stores that draw at the same time never make a code twice`() async throws {
        let world = try await World()
        let stores = try await [world.store, world.scratch.open(), world.scratch.open()]
        let order = CouponOrder(instance: world.instance, count: 200, minutesValid: 60)
        let codes = try await withThrowingTaskGroup { group in
            for index in 0..<12 {
                group.addTask { try await stores[index % 3].createCoupons(order, now: World.start).map(\.code) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(codes.count == 2400)
        #expect(Set(codes).count == 2400)
        #expect(try await world.store.coupons(of: world.instance.id, now: World.start).count == 2400)
    }

    @Test func `of two who take one name at the same time one gets it`() async throws {
        let world = try await World()
        let stores = try await [world.store, world.scratch.open()]
        let won = await withTaskGroup { group in
            for index in 0..<8 {
                let account = world.account("pilot", at: world.harbour)
                group.addTask {
                    do {
                        try await stores[index % 2].addHotspotUser(account)
                        return 1
                    } catch {
                        return 0
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(won == 1)
    }

    @Test func `an order beyond its bounds makes nothing`() async throws {
        let world = try await World()
        for count in [0, 201] {
            await #expect(throws: StoreError.invalidOrder(.countOutOfBounds(count))) { try await world.coupons(count) }
        }
        await #expect(throws: StoreError.invalidOrder(.minutesOutOfBounds(0))) {
            try await world.coupons(1, minutes: 0)
        }
        var order = CouponOrder(instance: world.instance, count: 1, minutesValid: 1)
        order.sites = [world.store.newID()]
        let elsewhere = order
        await #expect(throws: StoreError.self) { try await world.store.createCoupons(elsewhere, now: World.start) }
        var unknown = world.instance
        unknown.id = world.store.newID()
        let stranger = CouponOrder(instance: unknown, count: 1, minutesValid: 1)
        await #expect(throws: StoreError.notFound(kind: .instance, reference: unknown.id.rawValue)) {
            try await world.store.createCoupons(stranger, now: World.start)
        }
        #expect(try await world.store.coupons(of: world.instance.id, now: World.start).isEmpty)
    }

    @Test func `a coupon that is limited to a site concerns that site only`() async throws {
        let world = try await World()
        try await world.settle()
        var order = CouponOrder(instance: world.instance, count: 1, minutesValid: 60)
        order.sites = [world.museum.id]
        let coupon = try #require(try await world.store.createCoupons(order, now: World.start).first)
        #expect(try await world.claim().map(\.device) == [world.museumDevice])
        let listed = try await world.store.coupons(of: world.instance.id, now: World.start)
        #expect(listed == [coupon])
        #expect(listed.first?.sites == [world.museum.id])
    }

    @Test func `revoking twice changes nothing the second time`() async throws {
        let world = try await World()
        let coupon = try #require(try await world.coupons(1).first)
        try await world.store.revokeCoupon(coupon.id.rawValue, now: World.start)
        try await world.settle()
        let again = try await world.store.revokeCoupon(coupon.code, now: World.start + .seconds(5))
        #expect(again.revokedAt == World.start)
        #expect(try await world.claim().isEmpty)
        await #expect(throws: StoreError.notFound(kind: .coupon, reference: "NOSUCH")) {
            try await world.store.revokeCoupon("NOSUCH", now: World.start)
        }
    }
}
