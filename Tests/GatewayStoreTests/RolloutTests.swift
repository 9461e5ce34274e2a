import GatewayDomain
import Testing

@testable import GatewayStore

/// A change of an instance that comes to its sites in steps.
@Suite struct RolloutTests {
    private let now = World.start

    private func profile(_ world: World, _ device: Device) async throws -> DesiredProfile {
        let state = try await world.store.desiredState(for: device.id, scope: .everything, now: now)
        return try #require(state.services.first?.profiles.first)
    }

    private func hold(_ world: World, _ change: @escaping @Sendable (inout Instance) -> Void) async throws {
        try await world.store.updateInstance(world.instance.id, isHeld: true, now: now, change: change)
    }

    @Test func `a change that is held concerns no router until its site is reached`() async throws {
        let world = try await World()
        try await world.settle()
        try await hold(world) { $0.sessionSeconds = 7200 }
        #expect(try await world.claim().isEmpty, "nobody is compared for what does not reach them")
        #expect(try await profile(world, world.harbourDevice).sessionSeconds == 3600)
        #expect(try await world.store.instance("Guests").sessionSeconds == 7200)

        try await world.store.release(world.instance.id, at: [world.harbour.id], now: now)
        try await world.store.finishRollout(of: world.instance.id)
        #expect(try await profile(world, world.harbourDevice).sessionSeconds == 7200)
        #expect(try await profile(world, world.museumDevice).sessionSeconds == 3600)
        #expect(try await world.claim().map(\.device.id) == [world.harbourDevice.id])
        #expect(try await world.store.rollouts()[world.instance.id]?.reached == [world.harbour.id])

        try await world.store.release(world.instance.id, at: [world.museum.id], now: now)
        #expect(try await world.store.rollouts().count == 1, "it can be taken back until somebody ends it")
        try await world.store.finishRollout(of: world.instance.id)
        #expect(try await world.store.rollouts().isEmpty)
        #expect(try await profile(world, world.museumDevice).sessionSeconds == 7200)
    }

    @Test func `a coupon that is sold meanwhile comes to each site as that is`() async throws {
        let world = try await World()
        try await hold(world) {
            $0.couponPassword = .empty
            $0.sessionSeconds = 7200
        }
        try await world.store.release(world.instance.id, at: [world.harbour.id], now: now)
        let coupon = try await world.coupons(1)[0]
        func user(_ device: Device) async throws -> DesiredUser {
            let state = try await world.store.desiredState(for: device.id, scope: .names([coupon.code]), now: now)
            return try #require(state.users.first)
        }
        let (new, old) = (try await user(world.harbourDevice), try await user(world.museumDevice))
        #expect(new.password.revealed.isEmpty && new.sessionSeconds == 7200)
        #expect(old.password.revealed == coupon.code && old.sessionSeconds == 3600)
    }

    @Test func `how long access lasts is what holds at the site where a code was redeemed`() async throws {
        let world = try await World()
        let coupons = try await world.coupons(2)
        try await hold(world) { $0.sessionSeconds = 7200 }
        try await world.store.release(world.instance.id, at: [world.harbour.id], now: now)
        _ = try await world.store.record(
            [
                world.report(coupons[0].code, at: world.harbourDevice),
                world.report(coupons[1].code, at: world.museumDevice),
            ],
            now: now
        )
        let redeemed = try await world.store.coupons(of: world.instance.id, limit: 10, now: now)
        let lengths = Dictionary(uniqueKeysWithValues: redeemed.map { ($0.code, $0.redemption?.sessionSeconds) })
        #expect(lengths == [coupons[0].code: 7200, coupons[1].code: 3600])
    }

    @Test func `what is taken back is as it was, at every site`() async throws {
        let world = try await World()
        try await world.settle()
        let before = try await world.store.instance("Guests")
        try await hold(world) {
            $0.sessionSeconds = 7200
            $0.rateLimit = "5M/20M"
            $0.theme[.accentColor] = "#09d"
        }
        try await world.store.release(world.instance.id, at: [world.harbour.id], now: now)
        try await world.settle()
        try await world.store.undoRollout(of: world.instance.id, now: now)
        #expect(try await world.store.instance("Guests") == before)
        #expect(try await world.store.rollouts().isEmpty)
        #expect(try await world.claim().map(\.device.id) == [world.harbourDevice.id])
        #expect(try await profile(world, world.harbourDevice).sessionSeconds == 3600)
        await #expect(throws: StoreError.self) { try await world.store.undoRollout(of: world.instance.id, now: now) }
    }

    @Test func `while a change is held, a second one waits with it, and a name is everywhere at once`() async throws {
        let world = try await World()
        try await hold(world) { $0.sessionSeconds = 7200 }
        try await world.settle()
        try await world.store.updateInstance(world.instance.id, now: now) { $0.rateLimit = "5M/20M" }
        #expect(try await world.claim().isEmpty)
        #expect(try await profile(world, world.museumDevice).rateLimit == "")
        try await world.store.updateInstance(world.instance.id, now: now) { $0.name = "Visitors" }
        let state = try await world.store.desiredState(for: world.museumDevice.id, scope: .everything, now: now)
        #expect(state.services.first?.name == "Visitors")
        #expect(try await profile(world, world.museumDevice).sessionSeconds == 3600)
    }

    @Test func `what no router hears of holds nothing up`() async throws {
        let world = try await World()
        try await hold(world) { $0.codeLength = 9 }
        #expect(try await world.store.rollouts().isEmpty)
        try await world.store.release(world.instance.id, at: [world.harbour.id], now: now)
        #expect(try await world.store.rollouts().isEmpty)
    }

    @Test func `whoever releases a site is told when the change is held no more`() async throws {
        let world = try await World()
        try await hold(world) { $0.sessionSeconds = 7200 }
        #expect(try await world.store.release(world.instance.id, at: [world.harbour.id], now: now))
        #expect(try await !world.store.finishRollout(of: world.instance.id), "a site does not have it")
        try await world.store.undoRollout(of: world.instance.id, now: now)
        #expect(try await !world.store.release(world.instance.id, at: [world.museum.id], now: now))
    }

    @Test func `whoever means one change neither releases nor ends the next one`() async throws {
        let world = try await World()
        let sites = [world.harbour.id, world.museum.id]
        try await hold(world) { $0.sessionSeconds = 7200 }
        let held = try #require(try await world.store.rollout(of: world.instance.id))
        #expect(held == Rollout(instance: world.instance.id, begunAt: now, reached: []))
        let earlier = now - .seconds(1)
        #expect(try await !world.store.release(world.instance.id, at: sites, begunAt: earlier, now: now))
        #expect(try await world.store.rollout(of: world.instance.id) == held)
        #expect(try await world.store.release(world.instance.id, at: sites, begunAt: now, now: now))
        #expect(try await world.store.rollout(of: world.instance.id)?.reached == Set(sites))
        #expect(try await !world.store.finishRollout(of: world.instance.id, begunAt: earlier))
        #expect(try await world.store.finishRollout(of: world.instance.id, begunAt: now))
        #expect(try await world.store.rollout(of: world.instance.id) == nil)
    }

    @Test func `a change that stays for good comes to paused sites, and is refused while others do not have it`()
        async throws
    {
        let world = try await World()
        try await hold(world) { $0.sessionSeconds = 7200 }
        try await world.store.release(world.instance.id, at: [world.harbour.id], now: now)
        try await world.settle()
        let error = await #expect(throws: StoreError.self) {
            try await world.store.keepRollout(of: world.instance.id, now: now)
        }
        #expect(error?.description.contains("1 site does not have the change, first \(world.museum.name)") == true)
        try await world.store.pauseSite(world.museum.id, now: now)
        try await world.settle()
        try await world.store.keepRollout(of: world.instance.id, now: now)
        #expect(try await world.store.rollouts().isEmpty)
        #expect(try await profile(world, world.museumDevice).sessionSeconds == 7200)
        try await world.store.resumeSite(world.museum.id, now: now)
        #expect(try await world.claim().map(\.device.id) == [world.museumDevice.id])
        await #expect(throws: StoreError.self) { try await world.store.keepRollout(of: world.instance.id, now: now) }
    }

    @Test func `a site that is not served any more holds nothing up, and a new one waits like the others`() async throws
    {
        let world = try await World()
        try await hold(world) { $0.sessionSeconds = 7200 }
        let late = try await World.site("Pier", world.store, world.instance)
        let device = try await World.device("10.0.0.3", at: late, world.store)
        #expect(try await profile(world, device).sessionSeconds == 3600)
        try await world.store.updateSite(late.id, now: now) { $0.services = [] }
        try await world.store.release(world.instance.id, at: [world.harbour.id, world.museum.id], now: now)
        try await world.store.finishRollout(of: world.instance.id)
        #expect(try await world.store.rollouts().isEmpty)
    }
}
