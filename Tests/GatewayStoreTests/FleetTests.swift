import GatewayDomain
import Testing

@testable import GatewayStore

/// How a whole fleet is doing.
@Suite struct FleetTests {
    private let now = World.start

    @Test func `devices are counted by state and condition, and found by them`() async throws {
        let world = try await World()
        try await world.settle()
        let site = try await World.site("Pier", world.store, world.instance)
        _ = try await World.device("10.0.0.3", at: site, world.store)
        for work in try await world.claim() {
            var run = world.run(work, .failed)
            run.failureLabel = .unreachable
            try await world.store.finish(work, run: run, followUp: FollowUp(), now: now)
        }
        try await world.store.pauseSite(world.museum.id, now: now)
        let fleet = try await world.store.fleet(now: now)
        #expect(fleet.deviceCount == 3 && fleet.siteCount == 3 && fleet.attentionCount == 1)
        #expect(fleet.states == [.synced: 1, .paused: 1, .unreachable: 1])
        #expect(fleet.conditions == [.synced: 1, .paused: 1, .unreachable: 1, .drifted: 1, .insecure: 3])
        #expect(try await world.store.fleet(at: world.harbour.id, now: now).states == [.synced: 1])

        func sites(_ selection: DeviceSelection) async throws -> [String] {
            try await world.store.deviceStatuses(selection, now: now).map(\.siteName)
        }
        #expect(try await sites(DeviceSelection(needsAttention: true)) == ["Pier"])
        #expect(try await sites(DeviceSelection(conditions: [.paused, .synced])) == ["Harbour", "Museum"])
        #expect(try await sites(DeviceSelection(site: site.id, conditions: [.synced])) == [])
        #expect(try await sites(DeviceSelection(conditions: [.drifted])) == ["Pier"])
    }

    @Test func `the figures say what each device says, also of changes that have waited for too long`() async throws {
        let world = try await World()
        try await world.settle()
        _ = try await world.coupons(1)
        try await world.store.pauseSite(world.museum.id, now: now)
        for wait in [0, 1000] {
            let time = now + .seconds(wait)
            let statuses = try await world.store.deviceStatuses(now: time)
            let fleet = try await world.store.fleet(now: time)
            let states = Dictionary(grouping: statuses.map(\.health.state.condition)) { $0 }.mapValues(\.count)
            #expect(fleet.states == states)
            #expect(fleet.attentionCount == statuses.count { $0.health.needsAttention(now: time) })
            #expect(fleet.attentionCount == (wait == 0 ? 0 : 1))
            let found = try await world.store.deviceStatuses(DeviceSelection(needsAttention: true), now: time)
            #expect(found.count == fleet.attentionCount)
        }
    }

    @Test func `a site says what its devices say, and one without any that there are none`() async throws {
        let world = try await World()
        try await world.settle()
        for host in ["10.0.0.3", "10.0.0.4"] { _ = try await World.device(host, at: world.harbour, world.store) }
        for work in try await world.claim(limit: 1) {
            var run = world.run(work, .failed)
            run.failureLabel = .loginRefused
            try await world.store.finish(work, run: run, followUp: FollowUp(), now: now)
        }
        try await world.store.pauseSite(world.museum.id, now: now)
        let empty = try await World.site("Pier", world.store, world.instance)
        let sites = [world.harbour.id, world.museum.id, empty.id]
        for wait in [0, 1000] {
            let time = now + .seconds(wait)
            let health = try await world.store.health(of: sites, now: time)
            for site in sites {
                let devices = try await world.store.deviceStatuses(at: site, now: time).map(\.health)
                #expect(health[site] == SiteHealth(devices, now: time))
            }
            let harbour = try #require(health[world.harbour.id])
            #expect(harbour.worst?.state.condition == .loginRefused)
            #expect((harbour.deviceCount, harbour.attentionCount) == (3, wait == 0 ? 1 : 2))
            #expect(health[world.museum.id]?.worst?.state.condition == .paused)
            #expect(health[empty.id] == SiteHealth([], now: time))
        }
        #expect(try await world.store.health(of: [empty.id], now: now).count == 1)
    }

    @Test func `a thousand sites tell how they are doing in one statement, as one does`() async throws {
        let world = try await World()
        try await world.fill(sites: 2000)
        for count in [1, 1000] {
            let sites = try await world.store.sites(after: nil, limit: count).map(\.id)
            let before = world.store.database.statementCount
            let health = try await world.store.health(of: sites, now: now)
            #expect(world.store.database.statementCount - before == 1)
            #expect(health.count == count)
            #expect(health.values.allSatisfy { $0.deviceCount == 1 && $0.worst?.state.condition == .drifted })
        }
    }

    @Test func `ten thousand devices are paged and counted in as many statements as two`() async throws {
        let world = try await World()
        func statements() async throws -> Int {
            let before = world.store.database.statementCount
            var selection = DeviceSelection(conditions: [.drifted])
            selection.limit = 100
            _ = try await world.store.deviceStatuses(selection, now: now)
            _ = try await world.store.figures(now: now)
            return world.store.database.statementCount - before
        }
        let few = try await statements()
        try await world.fill(sites: 10_000)
        #expect(try await statements() == few)
        #expect(few == 6)
        let fleet = try await world.store.fleet(now: now)
        #expect(fleet.deviceCount == 10_002)
        #expect(fleet.states == [.drifted: 10_002])
        var (selection, seen) = (DeviceSelection(), 0)
        selection.limit = 4000
        while true {
            let page = try await world.store.deviceStatuses(selection, now: now)
            guard let last = page.last else { break }
            seen += page.count
            selection.cursor = NameCursor(after: last)
        }
        #expect(seen == 10_002)
    }
}

extension World {
    /// Adds sites with a device each, without the care of doing so one by one.
    func fill(sites count: Int) async throws {
        let rows = SQLRows(0..<count) { index in
            [
                "00000000-0000-4000-8000-\(String(1_000_000_000_000 + index))", "Site \(index)",
                "10.9.\(index / 256).\(index % 256)",
            ]
        }
        let source: SQL = "\(rows: 1, ["id": .text, "name": .text, "host": .text])"
        try await store.write { connection throws(StoreError) in
            try connection.query(
                "INSERT INTO sites (id, name, created_at, has_scripts) SELECT r.id, r.name, $2, 1 FROM \(source) AS r",
                [rows, Self.start]
            )
            try connection.query(
                """
                INSERT INTO devices (
                    id, site_id, host, port, user_name, sealed_password, trust, allows_unsupported, created_at,
                    desired_revision, applied_revision, failure_count
                ) SELECT r.id, r.id, r.host, 8729, 'gate', x'00', 'anonymous', 0, $2, 1, 0, 0 FROM \(source) AS r
                """,
                [rows, Self.start]
            )
        }
    }
}
