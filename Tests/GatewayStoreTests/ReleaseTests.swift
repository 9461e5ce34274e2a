import GatewayDomain
import Testing

@testable import GatewayStore

/// Freeing a code from the device that holds it.
@Suite struct ReleaseTests {
    private let later = World.start + .seconds(600)

    private func redeemed(_ world: World) async throws -> Coupon {
        let coupon = try #require(try await world.coupons(1).first)
        _ = try await world.store.record([world.report(coupon.code, at: world.harbourDevice)], now: World.start)
        try await world.settle()
        return coupon
    }

    private func endings(_ world: World, _ device: Device, _ coupon: Coupon) async throws -> [SessionEnding] {
        try await world.store.desiredState(for: device.id, scope: .names([coupon.code]), now: later)
            .endings[coupon.code] ?? []
    }

    @Test func `a released code is told to its site as one name, and binds no device`() async throws {
        let world = try await World()
        let coupon = try await redeemed(world)
        #expect(
            try await endings(world, world.harbourDevice, coupon)
                == [SessionEnding(.devicesOtherThan("AA:BB:CC:00:00:01"), reason: .heldByAnother)]
        )
        let released = try await world.store.releaseCoupon(coupon.code.lowercased(), now: later)
        #expect(released.redemption?.holder == nil && released.redemption?.isReleased == true)
        #expect(released.redemption?.macAddress == "AA:BB:CC:00:00:01", "who redeemed it is on record for ever")
        let state = try await world.store.desiredState(
            for: world.harbourDevice.id,
            scope: .names([coupon.code]),
            now: later
        )
        #expect(state.users.map(\.macAddress) == [nil])
        #expect(state.endings == [coupon.code: [SessionEnding(.all, startedBefore: later, reason: .released)]])
        let work = try await world.claim(at: later)
        #expect(work.map(\.device.id) == [world.harbourDevice.id])
        #expect(work.first?.scope == .names([coupon.code]))
    }

    @Test func `a site that a change has not come to is released by the policy of before`() async throws {
        let world = try await World()
        let coupon = try await redeemed(world)
        try await world.store.updateInstance(world.instance.id, isHeld: true, now: later) {
            $0.devicePolicy = .shared(3)
        }
        try await world.store.release(world.instance.id, at: [world.museum.id], now: later)
        let released = try await world.store.releaseCoupon(coupon.code, now: later)
        #expect(released.redemption?.isReleased == true)
        try await world.store.release(world.instance.id, at: [world.harbour.id], now: later)
        await #expect(throws: StoreError.self) { try await world.store.releaseCoupon(coupon.code, now: later) }
    }

    @Test func `the next device that logs in holds it, and what happened before does not`() async throws {
        let world = try await World()
        let coupon = try await redeemed(world)
        try await world.store.releaseCoupon(coupon.id, of: world.instance.id, now: later)
        func login(_ mac: String, at seconds: Int64) async throws -> ReportMeaning? {
            let time = World.start + .seconds(seconds)
            var report = world.report(coupon.code, at: world.harbourDevice, mac: mac, login: time)
            report.observedAt = World.start + .seconds(3000)
            return try await world.store.record([report], now: report.observedAt).first?.meaning
        }
        #expect(try await login("AA:BB:CC:00:00:02", at: 300) == .repeated)
        #expect(try await world.store.redemptions(at: world.harbour.id).first?.redemption.holder == nil)
        #expect(try await login("AA:BB:CC:00:00:03", at: 700) == .handover)
        #expect(try await login("AA:BB:CC:00:00:01", at: 900) == .refused)
        let redemption = try #require(try await world.store.redemptions(at: world.harbour.id).first?.redemption)
        #expect(redemption.holder == "AA:BB:CC:00:00:03")
        #expect(redemption.endsAt == World.start + .seconds(3600), "the time goes on")
    }

    @Test func `a code of which no device is known is freed from all that are in`() async throws {
        let world = try await World()
        let coupon = try #require(try await world.coupons(1).first)
        let counters = world.report(coupon.code, at: world.harbourDevice, source: .counters, mac: nil, login: nil)
        _ = try await world.store.record([counters], now: World.start)
        #expect(try await endings(world, world.harbourDevice, coupon) == [])
        let released = try await world.store.releaseCoupon(coupon.code, now: later)
        #expect(released.redemption?.isReleased == true)
        var old = world.report(coupon.code, at: world.harbourDevice, login: World.start + .seconds(300))
        old.observedAt = later + .seconds(5)
        _ = try await world.store.record([old], now: later + .seconds(5))
        #expect(try await world.store.redemptions(at: world.harbour.id).first?.redemption.holder == nil)
    }

    @Test func `a repeat changes nothing, and is not in the audit log`() async throws {
        let world = try await World()
        let coupon = try await redeemed(world)
        let acting = world.store.acting(
            for: WriteNote(
                actor: Actor(kind: .command, id: "1", name: "desk"),
                action: "coupon release",
                target: coupon.code,
                at: later
            )
        )
        let first = try await acting.releaseCoupon(coupon.code, now: later)
        let second = try await acting.releaseCoupon(coupon.code, now: later + .seconds(60))
        #expect(first == second)
        #expect(try await world.store.auditEntries(limit: 10).map(\.action) == ["coupon release"])
    }

    @Test func `a code that has nothing to be freed from is refused in words`() async throws {
        let world = try await World()
        let coupon = try #require(try await world.coupons(1).first)
        func refusal(_ now: Timestamp) async throws -> String {
            let error = await #expect(throws: StoreError.self) {
                try await world.store.releaseCoupon(coupon.code, now: now)
            }
            guard case .conflict(let text) = try #require(error) else { return "" }
            return text
        }
        #expect(try await refusal(later).contains("not redeemed"))
        _ = try await world.store.record([world.report(coupon.code, at: world.harbourDevice)], now: World.start)
        #expect(try await refusal(World.start + .seconds(3600)).contains("was over"))
        var instance = world.instance
        instance.devicePolicy = .shared(3)
        try await world.store.updateInstance(instance)
        #expect(try await refusal(later).contains("3 devices"))
        try await world.store.updateInstance(world.instance)
        try await world.store.revokeCoupon(coupon.code, now: later)
        #expect(try await refusal(later).contains("revoked"))
        let missing = await #expect(throws: StoreError.self) {
            try await world.store.releaseCoupon("NOSUCH", now: later)
        }
        #expect(missing == .notFound(kind: .coupon, reference: "NOSUCH"))
        await #expect(throws: StoreError.self) {
            try await world.store.releaseCoupon(coupon.id, of: world.store.newID(), now: later)
        }
    }
}
