import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct RemovalTests {
    private let now = World.start

    @Test func `an instance that is removed takes its coupons, accounts and services along, never what happened`()
        async throws
    {
        let world = try await World()
        let store = world.store
        let coupons = try await world.coupons(3)
        let short = try await world.coupons(1, minutes: 5)[0]
        try await store.addHotspotUser(world.account("pilot", at: world.harbour))
        _ = try await world.schedule()
        let client = APIClient(id: store.newID(), instance: world.instance.id, name: "Shop", createdAt: now)
        _ = try await store.createClient(client)
        _ = try await store.record([world.report(coupons[0].code, at: world.harbourDevice)], now: now)
        let later = now + .seconds(400)
        #expect(
            try await store.belongings(of: world.instance.id, now: later)
                == InstanceBelongings(siteCount: 2, couponCount: 3, userCount: 1, scheduleCount: 1, clientCount: 1)
        )
        try await world.settle(at: later)
        try await store.removeInstance(world.instance.id, now: later)
        #expect(try await world.claim(at: later).map(\.scope) == [.everything, .everything])

        #expect(try await store.instances().isEmpty)
        await #expect(throws: StoreError.notFound(kind: .instance, reference: world.instance.id.rawValue)) {
            try await store.instance(world.instance.id.rawValue)
        }
        await #expect(throws: StoreError.notFound(kind: .instance, reference: world.instance.id.rawValue)) {
            try await store.removeInstance(world.instance.id, now: later)
        }
        await #expect(throws: StoreError.notFound(kind: .instance, reference: world.instance.id.rawValue)) {
            _ = try await world.coupons(1, at: later)
        }
        #expect(try await store.site("Harbour").services.isEmpty)
        #expect(try await store.hotspotUsers(at: world.harbour.id).isEmpty)
        #expect(try await store.redemptions(at: world.harbour.id).map(\.code) == [coupons[0].code])

        let state = try await store.desiredState(for: world.harbourDevice.id, scope: .everything, now: later)
        #expect(state.services.isEmpty)
        #expect(state.users.isEmpty)
        var reasons: [String: RemovalReason] = [short.code: .notServedHere, "pilot": .deleted]
        for coupon in coupons { reasons[coupon.code] = .revoked }
        #expect(state.departures == reasons)
    }

    @Test func `a removed instance has no coupons or templates that anybody could ask for or change`() async throws {
        let world = try await World()
        let (store, instance) = (world.store, world.instance.id)
        let coupon = try await world.coupons(1)[0]
        let template = try world.template("Diwali")
        try await store.createTemplate(template)
        try await store.removeInstance(instance, now: now)
        let noCoupon = StoreError.notFound(kind: .coupon, reference: coupon.id.rawValue)
        await #expect(throws: noCoupon) { try await store.coupon(coupon.id, of: instance) }
        await #expect(throws: noCoupon) { try await store.revokeCoupon(coupon.id, of: instance, now: now) }
        let noTemplate = StoreError.notFound(kind: .couponTemplate, reference: template.id.rawValue)
        await #expect(throws: noTemplate) { try await store.template(template.id, of: instance) }
        await #expect(throws: noTemplate) { try await store.updateTemplate(template) }
        await #expect(throws: noTemplate) { try await store.deleteTemplate(template.id, of: instance) }
        await #expect(throws: StoreError.notFound(kind: .couponTemplate, reference: "Diwali")) {
            try await store.template(named: "Diwali", of: instance)
        }
    }

    @Test func `a late report of a guest of a removed instance is still recorded`() async throws {
        let world = try await World()
        let coupon = try await world.coupons(1)[0]
        try await world.store.removeInstance(world.instance.id, now: now + .seconds(120))
        _ = try await world.store.record([world.report(coupon.code, at: world.harbourDevice)], now: now + .seconds(180))
        #expect(try await world.store.redemptions(at: world.harbour.id).map(\.code) == [coupon.code])
    }

    @Test func `a service that ended names the reason, for as long as a device may need it`() async throws {
        let world = try await World()
        let store = world.store
        let coupons = try await world.coupons(2, minutes: 200 * 1440)
        try await store.addHotspotUser(world.account("pilot", at: world.harbour))
        try await world.settle()
        try await store.updateSite(world.harbour.id, now: now) { $0.services = [] }
        func state(at time: Timestamp, _ scope: Scope = .everything) async throws -> DesiredState {
            try await store.desiredState(for: world.harbourDevice.id, scope: scope, now: time)
        }
        let ended = try await state(at: now)
        #expect(ended.services.isEmpty)
        #expect(ended.users.isEmpty)
        var reasons: [String: RemovalReason] = ["pilot": .notServedHere]
        for coupon in coupons { reasons[coupon.code] = .notServedHere }
        #expect(ended.departures == reasons)
        #expect(try await state(at: now, .names([coupons[0].code])).departures == [coupons[0].code: .notServedHere])
        #expect(try await store.desiredState(for: world.museumDevice.id, scope: .everything, now: now).users.count == 2)

        // A device that was not reached all the while is told however late it is.
        let late = now + .seconds(100 * 86_400)
        #expect(try await state(at: late).departures == reasons)
        // One that was compared since is not told for ever.
        try await world.settle(at: now + .seconds(60))
        #expect(try await state(at: late).departures == ["pilot": .notServedHere])
        #expect(try await state(at: late, .names([coupons[0].code])).departures == [coupons[0].code: .notServedHere])

        try await store.updateServices(of: world.harbour, now: late)
        let back = try await state(at: late)
        #expect(Set(back.users.map(\.name)) == Set(coupons.map(\.code) + ["pilot"]))
        #expect(back.departures.isEmpty)
        #expect(try await store.site("Harbour") == world.harbour)
    }

    @Test func `changes of an instance no longer concern a site that it has left`() async throws {
        let world = try await World()
        try await world.store.updateSite(world.harbour.id, now: now) { $0.services = [] }
        try await world.settle()
        _ = try await world.coupons(1)
        #expect(try await world.claim().map(\.device) == [world.museumDevice])
    }

    @Test func `a site goes when its devices are gone, with its accounts and its walled garden`() async throws {
        let world = try await World()
        let store = world.store
        try await store.addHotspotUser(world.account("pilot", at: world.harbour))
        await #expect {
            try await store.removeSite(world.harbour.id, now: now)
        } throws: { error in
            guard case StoreError.conflict(let text) = error else { return false }
            return text.contains("has a device")
        }
        let coupon = try await world.coupons(1)[0]
        _ = try await store.record([world.report(coupon.code, at: world.harbourDevice)], now: now)
        try await store.removeDevice(world.harbourDevice.id)
        try await store.removeSite(world.harbour.id, now: now)
        #expect(try await store.sites() == [world.museum])
        #expect(try await store.sites(after: nil, limit: 10) == [world.museum])
        #expect(try await store.hotspotUsers(at: world.harbour.id).isEmpty)
        #expect(try await store.redemptions(at: world.harbour.id).map(\.code) == [coupon.code])
        #expect(try await store.places(of: [world.instance.id])[world.instance.id]?.map(\.site) == [world.museum.id])
        let device = world.harbourDevice
        await #expect(throws: StoreError.notFound(kind: .site, reference: world.harbour.id.rawValue)) {
            try await store.addDevice(device, password: Secret("x"))
        }
        await #expect(throws: StoreError.notFound(kind: .site, reference: world.harbour.id.rawValue)) {
            try await store.updateServices(of: world.harbour, now: now)
        }
        await #expect(throws: StoreError.notFound(kind: .site, reference: world.harbour.id.rawValue)) {
            try await store.removeSite(world.harbour.id, now: now)
        }
    }

    @Test(arguments: [1, 300]) func `removing costs as many statements for many coupons as for one`(
        coupons: Int
    ) async throws {
        let world = try await World()
        _ = try await world.coupons(min(coupons, 200))
        if coupons > 200 { _ = try await world.coupons(coupons - 200) }
        let before = world.store.database.statementCount
        try await world.store.removeInstance(world.instance.id, now: now)
        #expect(world.store.database.statementCount - before == 11)
    }
}
