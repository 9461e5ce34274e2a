import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct WalledGardenTests {
    private func garden(_ world: World, _ names: [String]) async throws -> [WalledGardenEntry] {
        var entries: [WalledGardenEntry] = []
        for name in names {
            var entry = WalledGardenEntry(
                id: world.store.newID(),
                site: world.harbour.id,
                position: 0,
                name: name,
                target: .host("\(name).example.com"),
                createdAt: World.start
            )
            entry.purpose = .portal
            entries.append(try await world.store.addWalledGardenEntry(entry))
        }
        return entries
    }

    @Test(arguments: [
        (0, 3, ["b", "c", "d", "a"]), (3, 0, ["d", "a", "b", "c"]), (1, 2, ["a", "c", "b", "d"]),
        (2, 1, ["a", "c", "b", "d"]), (1, 1, ["a", "b", "c", "d"]), (0, 99, ["b", "c", "d", "a"]),
    ])
    func `an entry moves, and the others keep their order`(from: Int, to: Int, names: [String]) async throws {
        let world = try await World()
        let entries = try await garden(world, ["a", "b", "c", "d"])
        let moved = try await world.store.updateWalledGardenEntry(entries[from], at: to, now: World.start)
        #expect(moved.position == min(to, 3))
        let rest = try await world.store.walledGarden(at: world.harbour.id)
        #expect(rest.map(\.name) == names)
        #expect(rest.map(\.position) == [0, 1, 2, 3])
    }

    @Test func `an entry is changed where it stands`() async throws {
        let world = try await World()
        var entry = try await garden(world, ["a", "b"])[0]
        try await world.settle()
        entry.name = "bank"
        entry.target = .network(try #require(Subnet("203.0.113.0/24")))
        entry.purpose = .login
        entry.port = "443"
        entry.transport = "tcp"
        entry.action = .deny
        try await world.store.updateWalledGardenEntry(entry, now: World.start)
        #expect(try await world.store.walledGardenEntry(entry.id, at: world.harbour.id) == entry)
        #expect(try await world.store.walledGarden(at: world.harbour.id).map(\.name) == ["bank", "b"])
        #expect(try await world.claim().map(\.device) == [world.harbourDevice])
    }

    @Test func `what belongs to one site is unknown at another`() async throws {
        let world = try await World()
        let store = world.store
        var entry = try await garden(world, ["a"])[0]
        let user = world.account("pilot", at: world.harbour)
        try await store.addHotspotUser(user)
        #expect(try await store.hotspotUser(user.id, at: world.harbour.id) == user)
        #expect(try await store.device(world.harbourDevice.id, at: world.harbour.id) == world.harbourDevice)
        await #expect(throws: StoreError.notFound(kind: .walledGardenEntry, reference: entry.id.rawValue)) {
            try await store.walledGardenEntry(entry.id, at: world.museum.id)
        }
        entry.site = world.museum.id
        await #expect(throws: StoreError.notFound(kind: .walledGardenEntry, reference: entry.id.rawValue)) {
            try await store.updateWalledGardenEntry(entry, now: World.start)
        }
        await #expect(throws: StoreError.notFound(kind: .hotspotUser, reference: user.id.rawValue)) {
            try await store.hotspotUser(user.id, at: world.museum.id)
        }
        await #expect(throws: StoreError.notFound(kind: .device, reference: world.harbourDevice.id.rawValue)) {
            try await store.device(world.harbourDevice.id, at: world.museum.id)
        }
    }

    @Test func `accounts and sites are told page by page, whatever they are called`() async throws {
        let world = try await World()
        for name in ["Zoe", "anna", "Ben", "Émile", "ben2"] {
            try await world.store.addHotspotUser(world.account(name, at: world.harbour))
        }
        let all = try await world.store.hotspotUsers(at: world.harbour.id).map(\.name)
        var paged: [String] = []
        var cursor: NameCursor?
        for _ in 0..<3 {
            let page = try await world.store.hotspotUsers(at: world.harbour.id, after: cursor, limit: 2)
            paged += page.map(\.name)
            cursor = page.last.map { NameCursor(after: $0) }
        }
        #expect(paged == all)
        #expect(all.count == 5)
        let first = try await world.store.sites(after: nil, limit: 1)
        #expect(first == [world.harbour])
        let next = try await world.store.sites(
            after: first.last.map { NameCursor(after: $0) },
            limit: 1
        )
        #expect(next == [world.museum])
    }
}
