import Foundation
import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct PortalTests {
    @Test func `what is created is read back, also by another store on the file`() async throws {
        let world = try await World()
        var instance = world.instance
        instance.devicePolicy = .shared(3)
        instance.rateLimit = "5M/5M"
        instance.couponPassword = .empty
        try await world.store.updateInstance(instance)
        let other = try await world.scratch.open()
        #expect(try await other.instances() == [instance])
        #expect(try await other.sites() == [world.harbour, world.museum])
        #expect(try await other.allDevices() == [world.harbourDevice, world.museumDevice])
        #expect(try await other.devices(at: world.museum.id) == [world.museumDevice])
        #expect(try await other.password(of: world.museumDevice.id).revealed == "open-sesame-10.0.0.2")
    }

    @Test func `a reference is an id or a unique name`() async throws {
        let world = try await World()
        let store = world.store
        #expect(try await store.site("Harbour") == world.harbour)
        #expect(try await store.site(world.harbour.id.rawValue.uppercased()) == world.harbour)
        #expect(try await store.instance("Guests") == world.instance)
        await #expect(throws: StoreError.notFound(kind: .site, reference: "harbour")) {
            try await store.site("harbour")
        }
        // Two sites of one name are only found where an older version made them.
        let twin = try await World.site("Twin", store, world.instance)
        try await store.write { connection throws(StoreError) in
            try connection.query("UPDATE sites SET name = 'Harbour' WHERE id = $1", [twin.id])
        }
        await #expect(throws: StoreError.ambiguous(kind: .site, name: "Harbour", count: 2)) {
            try await store.site("Harbour")
        }
        #expect(try await store.site(world.harbour.id.rawValue) == world.harbour)
        #expect(try await store.device("10.0.0.2") == world.museumDevice)
        #expect(try await store.device("10.0.0.2:8729") == world.museumDevice)
        #expect(try await store.device(world.museumDevice.id.rawValue) == world.museumDevice)
        await #expect(throws: StoreError.notFound(kind: .device, reference: "10.0.0.2:1")) {
            try await store.device("10.0.0.2:1")
        }
    }

    @Test func `bad values are refused by name, and nothing is kept`() async throws {
        let world = try await World()
        let store = world.store
        var instance = Instance(id: store.newID(), name: "Short", sessionSeconds: 1199, createdAt: World.start)
        await #expect(throws: StoreError.invalidValue(.outOfBounds(.sessionTTL, value: 1199, bounds: 1200...604_800))) {
            try await store.createInstance(instance)
        }
        instance.sessionSeconds = 1200
        await #expect(throws: StoreError.notFound(kind: .instance, reference: instance.id.rawValue)) {
            try await store.updateInstance(instance)
        }
        let orphan = Site(
            id: store.newID(),
            name: "Nowhere",
            services: [.init(instance: instance.id, subnets: [])],
            createdAt: World.start
        )
        await #expect(throws: StoreError.notFound(kind: .instance, reference: instance.id.rawValue)) {
            try await store.createSite(orphan)
        }
        var device = world.harbourDevice
        device.id = store.newID()
        let twin = device
        await #expect(throws: StoreError.self) { try await store.addDevice(twin, password: Secret("x")) }
        #expect(try await store.instances().count == 1)
        #expect(try await store.sites().count == 2)
        #expect(try await store.allDevices().count == 2)
    }

    @Test func `secrets never stand in the files of the database`() async throws {
        let world = try await World()
        let user = world.account("pilot", password: "correct-horse-battery", at: world.harbour)
        try await world.store.addHotspotUser(user)
        let secrets = ["open-sesame", "correct-horse-battery"].map { Data($0.utf8) }
        func look() throws {
            var bytes = 0
            for name in try FileManager.default.contentsOfDirectory(atPath: world.scratch.folder.path) {
                let data = try Data(contentsOf: world.scratch.folder.appending(path: name))
                bytes += data.count
                for secret in secrets { #expect(data.range(of: secret) == nil, "\(name)") }
                if name == "gate.sqlite-wal" { #expect(data.range(of: Data("pilot".utf8)) != nil) }
            }
            #expect(bytes > 4096)
        }
        try look()
        try world.store.close()
        try look()
    }

    @Test func `a sealed password opens only in its own row`() async throws {
        let world = try await World()
        try await world.store.write { connection throws(StoreError) in
            try connection.query(
                "UPDATE devices SET sealed_password = (SELECT sealed_password FROM devices WHERE id = $2) WHERE id = $1",
                [world.harbourDevice.id, world.museumDevice.id]
            )
        }
        await #expect(throws: StoreError.self) { try await world.store.password(of: world.harbourDevice.id) }
        #expect(try await world.store.password(of: world.museumDevice.id).revealed == "open-sesame-10.0.0.2")
    }

    @Test func `a password digest changes with gateway, user and password only`() async throws {
        let world = try await World()
        let store = world.store
        let digest = store.passwordDigest(for: "pilot", password: Secret("tide"))
        #expect(digest.count == 8)
        #expect(digest.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        #expect(store.passwordDigest(for: "pilot", password: Secret("tide")) == digest)
        #expect(store.passwordDigest(for: "pilot", password: Secret("ebb")) != digest)
        #expect(store.passwordDigest(for: "pilott", password: Secret("ide")) != digest)
        let other = try await World()
        #expect(other.store.passwordDigest(for: "pilot", password: Secret("tide")) != digest)
    }

    @Test func `a device that is removed takes its runs along, not what it reported`() async throws {
        let world = try await World()
        let coupon = try #require(try await world.coupons(1).first)
        try await world.settle()
        _ = try await world.store.record([world.report(coupon.code, at: world.harbourDevice)], now: World.start)
        try await world.store.removeDevice(world.harbourDevice.id)
        #expect(try await world.store.allDevices() == [world.museumDevice])
        #expect(try await world.store.redemptions(at: world.harbour.id).map(\.code) == [coupon.code])
        await #expect(throws: StoreError.notFound(kind: .device, reference: world.harbourDevice.id.rawValue)) {
            try await world.store.removeDevice(world.harbourDevice.id)
        }
    }

    @Test func `accounts and walled gardens are kept in order and removed by name`() async throws {
        let world = try await World()
        let store = world.store
        try await store.addHotspotUser(world.account("pilot", at: world.harbour))
        try await store.addHotspotUser(world.account("Anna", at: world.harbour))
        try await store.addHotspotUser(world.account("pilot", at: world.museum))
        #expect(try await store.hotspotUsers(at: world.harbour.id).map(\.name) == ["Anna", "pilot"])
        await #expect(throws: StoreError.self) {
            try await store.addHotspotUser(world.account("PILOT", at: world.harbour))
        }
        try await store.removeHotspotUser("pilot", at: world.harbour.id, now: World.start)
        #expect(try await store.hotspotUsers(at: world.harbour.id).map(\.name) == ["Anna"])
        #expect(try await store.hotspotUsers(at: world.museum.id).map(\.password.revealed) == ["tide"])
        try await store.addHotspotUser(world.account("pilot", at: world.harbour))
        for name in ["one", "two", "three"] {
            let entry = WalledGardenEntry(
                id: store.newID(),
                site: world.harbour.id,
                position: 0,
                name: name,
                target: .host("\(name).example.com"),
                createdAt: World.start
            )
            try await store.addWalledGardenEntry(entry, at: name == "three" ? 1 : nil)
        }
        #expect(try await store.walledGarden(at: world.harbour.id).map(\.name) == ["one", "three", "two"])
        try await store.removeWalledGardenEntry("one", at: world.harbour.id, now: World.start)
        let rest = try await store.walledGarden(at: world.harbour.id)
        #expect(rest.map(\.name) == ["three", "two"])
        #expect(rest.map(\.position) == [0, 1])
        await #expect(throws: StoreError.notFound(kind: .walledGardenEntry, reference: "one")) {
            try await store.removeWalledGardenEntry("one", at: world.harbour.id, now: World.start)
        }
    }
}
