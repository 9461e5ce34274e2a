import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct DesiredStateTests {
    private let now = World.start

    @Test func `coupons stand where they are valid, and the store knows why others do not`() async throws {
        let world = try await World()
        let store = world.store
        let coupons = try await world.coupons(4)
        let short = try await world.coupons(1, minutes: 5)[0]
        try await store.revokeCoupon(coupons[0].code, now: now)
        _ = try await store.record([world.report(coupons[1].code, at: world.harbourDevice)], now: now)
        let later = now + .seconds(300)
        let harbour = try await store.desiredState(for: world.harbourDevice.id, scope: .everything, now: later)
        let museum = try await store.desiredState(for: world.museumDevice.id, scope: .everything, now: later)
        #expect(harbour.users.map(\.name) == coupons.dropFirst().map(\.code).sorted())
        #expect(museum.users.map(\.name) == coupons.dropFirst(2).map(\.code).sorted())
        #expect(harbour.departures == [coupons[0].code: .revoked, short.code: .expired])
        #expect(
            museum.departures == [
                coupons[0].code: .revoked, coupons[1].code: .redeemedElsewhere, short.code: .expired,
            ]
        )
        let redeemed = try #require(harbour.users.first { $0.name == coupons[1].code })
        #expect(redeemed.macAddress == "AA:BB:CC:00:00:01")
        #expect(redeemed.uptimeSecondsMaximum == 3600)
        #expect(redeemed.passwordDigest == store.passwordDigest(for: redeemed.name, password: Secret(redeemed.name)))
        #expect(harbour.gateway == store.gatewayID)
        #expect(harbour.services.map(\.name) == ["Guests"])
        #expect(harbour.services.map(\.subnets.description) == ["[10.5.50.0/24]"])
        let ended = try await store.desiredState(
            for: world.harbourDevice.id,
            scope: .names([coupons[1].code, "STRANGER"]),
            now: now + .seconds(3600)
        )
        #expect(ended.departures == [coupons[1].code: .sessionEnded])
        #expect(ended.users.isEmpty)
    }

    @Test func `a scope by names is everything restricted to them`() async throws {
        let world = try await World()
        let coupons = try await world.coupons(6)
        try await world.store.addHotspotUser(world.account("pilot", at: world.harbour))
        try await world.store.addHotspotUser(world.account("Anna", at: world.harbour))
        try await world.store.removeHotspotUser("Anna", at: world.harbour.id, now: now)
        try await world.store.revokeCoupon(coupons[0].code, now: now)
        let names: Set<String> = [coupons[0].code, coupons[1].code, "pilot", "Anna"]
        let all = try await world.store.desiredState(for: world.harbourDevice.id, scope: .everything, now: now)
        let some = try await world.store.desiredState(for: world.harbourDevice.id, scope: .names(names), now: now)
        #expect(some.users == all.users.filter { names.contains($0.name) })
        #expect(some.users.count == 2)
        #expect(some.departures == all.departures.filter { names.contains($0.key) })
        #expect(some.departures == [coupons[0].code: .revoked, "Anna": .deleted])
        #expect(some.services == all.services)
    }

    @Test func `accounts come with their password, walled gardens in order, and both with what was deleted`()
        async throws
    {
        let world = try await World()
        let store = world.store
        let account = world.account("pilot", password: "tide", at: world.harbour)
        try await store.addHotspotUser(account)
        try await store.removeHotspotUser("pilot", at: world.harbour.id, now: now)
        try await store.addHotspotUser(world.account("pilot", password: "ebb", at: world.harbour))
        var entries: [WalledGardenEntry] = []
        for name in ["one", "two", "three"] {
            let entry = WalledGardenEntry(
                id: store.newID(),
                site: world.harbour.id,
                position: 0,
                name: name,
                target: .host("\(name).example.com"),
                createdAt: now
            )
            entries.append(try await store.addWalledGardenEntry(entry))
        }
        try await store.removeWalledGardenEntry("two", at: world.harbour.id, now: now)
        try await store.pauseSite(world.harbour.id, now: now)
        let state = try await store.desiredState(for: world.harbourDevice.id, scope: .everything, now: now)
        #expect(state.users.map(\.password.revealed) == ["ebb"])
        #expect(state.departures.isEmpty)
        #expect(state.garden == [try entries[0].row(), try entries[2].row()])
        #expect(state.gardenDepartures == [entries[1].id])
        #expect(state.isPaused)
        let other = try await store.desiredState(for: world.museumDevice.id, scope: .everything, now: now)
        #expect(other.users.isEmpty)
        #expect(other.garden.isEmpty)
        await #expect(throws: StoreError.notFound(kind: .device, reference: "gone")) {
            try await store.desiredState(for: Device.ID("gone"), scope: .everything, now: now)
        }
    }

    @Test func `old departures are not told for everything, but always by name`() async throws {
        let world = try await World()
        let coupon = try await world.coupons(1, minutes: 5)[0]
        let device = world.harbourDevice.id
        let later = now + .seconds(60 * 86_400)
        // Never compared: every reason is told.
        let first = try await world.store.desiredState(for: device, scope: .everything, now: later)
        #expect(first.departures == [coupon.code: .expired])
        try await world.settle(at: now + .seconds(86_400))
        let soon = try await world.store.desiredState(for: device, scope: .everything, now: now + .seconds(29 * 86_400))
        #expect(soon.departures == [coupon.code: .expired])
        // Last compared before the reason arose, however long ago: still told.
        try await world.settle(at: later)
        let old = try await world.store.desiredState(for: device, scope: .everything, now: later)
        #expect(old.departures.isEmpty)
        let named = try await world.store.desiredState(for: device, scope: .names([coupon.code]), now: later)
        #expect(named.departures == [coupon.code: .expired])
    }
}
