import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct InstanceTests {
    private let now = World.start
    private let place = AuthIntegration.ID("9a7f1b2c-3d4e-4f6a-8b8c-9d0e1f2a3b4c")

    @Test func `everything that the portal tells of an instance is kept`() async throws {
        let world = try await World()
        var instance = Instance(id: world.store.newID(), name: "Café", createdAt: now)
        instance.choose(.oauth2, integration: place, windowSeconds: nil)
        instance.theme[.logo] = "https://portal.example/logo.png"
        instance.theme[.accentColor] = "#09d"
        instance.termsText = "Be kind.\nTo all.\n"
        try await world.store.createInstance(instance, at: [.init(site: world.harbour.id, subnets: [])])
        #expect(try await world.store.instance("Café") == instance)
        #expect(instance.authWindowSeconds == 300)
        #expect(
            try await world.store.places(of: [instance.id, world.instance.id])[instance.id]
                == [.init(site: world.harbour.id, subnets: [])]
        )
        let cleared = try await world.store.updateInstance(instance.id, now: now) {
            $0.theme = Theme()
            $0.termsText = nil
            $0.choose(.coupon, integration: $0.authIntegration, windowSeconds: $0.authWindowSeconds)
        }
        #expect(cleared.authIntegration == nil)
        #expect(cleared.authWindowSeconds == nil)
        #expect(try await world.store.instance("Café") == cleared)
    }

    @Test func `a name belongs to one instance and one site, until it is removed`() async throws {
        let world = try await World()
        let store = world.store
        let twin = Instance(id: store.newID(), name: "Guests", createdAt: now)
        await #expect(throws: StoreError.self) { try await store.createInstance(twin) }
        let other = Instance(id: store.newID(), name: "Staff", createdAt: now)
        try await store.createInstance(other)
        await #expect {
            try await store.updateInstance(other.id, now: now) { $0.name = "Guests" }
        } throws: { error in
            guard case StoreError.conflict(let text) = error else { return false }
            return text.contains("\"Guests\"")
        }
        await #expect(throws: StoreError.self) { try await World.site("Harbour", store, world.instance) }
        await #expect(throws: StoreError.self) {
            try await store.updateSite(world.museum.id, now: now) { $0.name = "Harbour" }
        }
        try await store.removeInstance(world.instance.id, now: now)
        try await store.createInstance(twin)
        #expect(try await store.instance("Guests") == twin)
        try await store.removeDevice(world.harbourDevice.id)
        try await store.removeSite(world.harbour.id, now: now)
        let again = try await World.site("Harbour", store, other)
        #expect(try await store.site("Harbour") == again)
    }

    @Test func `the set of sites is replaced in one change, and the last one can go`() async throws {
        let world = try await World()
        let store = world.store
        try await world.settle()
        let subnet = try #require(Subnet("10.9.0.0/16"))
        let changed = try await store.updateInstance(
            world.instance.id,
            places: [.init(site: world.museum.id, subnets: [subnet])],
            now: now
        ) { $0.name = "Visitors" }
        #expect(changed.name == "Visitors")
        #expect(try await store.site("Harbour").services.isEmpty)
        #expect(try await store.site("Museum").services == [.init(instance: world.instance.id, subnets: [subnet])])
        // Both have to learn of it: the one that lost the instance, and the one whose subnets changed.
        #expect(Set(try await world.claim().map(\.device)) == [world.harbourDevice, world.museumDevice])
        try await store.updateInstance(world.instance.id, places: [], now: now) { _ in }
        #expect(try await store.places(of: [world.instance.id]).isEmpty)
        let unknown = Site.ID("00000000-0000-4000-8000-000000000000")
        await #expect(throws: StoreError.notFound(kind: .site, reference: unknown.rawValue)) {
            try await store.updateInstance(
                world.instance.id,
                places: [.init(site: world.museum.id, subnets: []), .init(site: unknown, subnets: [])],
                now: now
            ) { $0.name = "Nobody" }
        }
        #expect(try await store.instance(world.instance.id.rawValue).name == "Visitors")
        #expect(try await store.places(of: [world.instance.id]).isEmpty)
    }

    @Test func `what only the portal's page shows bothers no device`() async throws {
        let world = try await World()
        try await world.settle()
        try await world.store.updateInstance(world.instance.id, now: now) {
            $0.theme[.boxColor] = "#ffffff"
            $0.termsText = "Be kind."
            $0.codeLength = 8
        }
        try await world.store.updateSite(world.harbour.id, now: now) { $0.name = "Haven" }
        #expect(try await world.claim().isEmpty)
        try await world.store.updateInstance(world.instance.id, now: now) { $0.rateLimit = "5M/20M" }
        #expect(try await world.claim().count == 2)
    }

    @Test func `an instance whose logins are not served gives out neither coupons nor accounts`() async throws {
        let world = try await World()
        let coupon = try await world.coupons(1)[0]
        try await world.store.addHotspotUser(world.account("pilot", at: world.harbour))
        try await world.store.updateInstance(world.instance.id, now: now) {
            $0.choose(.oauth2, integration: place, windowSeconds: 120)
        }
        await #expect {
            _ = try await world.coupons(1)
        } throws: { error in
            guard case StoreError.conflict(let text) = error else { return false }
            return text.contains("oauth2")
        }
        await #expect(throws: StoreError.self) {
            try await world.store.addHotspotUser(world.account("Anna", at: world.harbour))
        }
        let state = try await world.store.desiredState(for: world.harbourDevice.id, scope: .everything, now: now)
        #expect(state.services.isEmpty)
        #expect(state.users.isEmpty)
        #expect(state.departures == [coupon.code: .notServedHere, "pilot": .notServedHere])
        try await world.store.updateInstance(world.instance.id, now: now) {
            $0.choose(.coupon, integration: nil, windowSeconds: nil)
        }
        let back = try await world.store.desiredState(for: world.harbourDevice.id, scope: .everything, now: now)
        #expect(back.users.map(\.name).sorted() == [coupon.code, "pilot"].sorted())
        #expect(back.departures.isEmpty)
    }
}
