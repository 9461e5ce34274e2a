import GatewayDomain
import Testing

@testable import GatewayStore

/// A gateway that is replaced by a newer version knows what it knew.
@Suite struct MigrationTests {
    private let now = World.start
    private let lobby = Instance.ID("i1")
    private let harbour = Site.ID("s1")
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func migrated() async throws -> Store {
        try await FirstDatabase.make(in: scratch)
        return try await scratch.open()
    }

    @Test func `a database of the first version keeps every row, and all that refers to another`() async throws {
        try await FirstDatabase.make(in: scratch)
        let old = try SQLiteDatabase(path: scratch.database)
        let before = try await old.read { connection throws(StoreError) in try FirstDatabase.census(connection) }
        try old.close()
        let tables = Set(Migration.first.tables.map(\.name))
        #expect(Set(before.filter { $0.value > 0 }.keys) == tables, "a table without rows proves nothing")
        let store = try await scratch.open()
        let after = try await store.read { connection throws(StoreError) in try FirstDatabase.census(connection) }
        // One that counts events came.
        #expect(after == before.merging(["counters": 2]) { _, new in new })
        let faults = try await store.read { connection throws(StoreError) in
            (
                orphans: try connection.query("PRAGMA foreign_key_check").count,
                damage: try connection.query("PRAGMA integrity_check") { row throws(StoreError) in
                    try row.text("integrity_check")
                }
            )
        }
        #expect(faults.orphans == 0)
        #expect(faults.damage == ["ok"])
        try store.close()
        // And once more, now that there is nothing to do.
        try await scratch.open().close()
    }

    @Test func `the portal is as it was`() async throws {
        let store = try await migrated()
        let instance = try await store.instance("Lobby")
        #expect(instance.sessionSeconds == 3600 && instance.codeLength == 8 && instance.rateLimit == "5M/20M")
        #expect(instance.devicePolicy == .shared(3) && instance.isServed && instance.theme == Theme())
        #expect(try await store.instances().map(\.name) == ["Lobby", "Pool"])
        #expect(try await store.sites().map(\.name) == ["Harbour", "Museum"])
        let site = try await store.site("Harbour")
        #expect(site.services.map(\.instance) == [lobby, Instance.ID("i2")])
        #expect(site.services.first?.subnets.map(\.description) == ["10.5.50.0/24", "10.6.0.0/16"])
        #expect(try await store.site("Museum").pausedAt == Timestamp(milliseconds: 7))

        let coupons = try await store.coupons(of: lobby, now: now)
        #expect(coupons.map(\.code) == ["HERE2345", "FREE2345", "USED2345", "GONE2345"])
        #expect(coupons.map { $0.state(at: now) } == [.unused, .unused, .active, .revoked])
        #expect(coupons.map(\.sites) == [[harbour], [], [], []])
        #expect(coupons[2].dataBytesMaximum == 1_000_000)
        #expect(coupons.allSatisfy { $0.run == nil && $0.note == nil && $0.template == nil && $0.rateLimit == nil })
        #expect(try await store.validCoupons(of: lobby, now: now).map(\.code) == ["HERE2345", "FREE2345"])

        let users = try await store.hotspotUsers(at: harbour)
        #expect(users.map(\.name) == ["pilot"])
        #expect(users.first?.password == Secret("tide"))
        #expect(users.first?.profile == "crew" && users.first?.onAllServers == true)
        let garden = try await store.walledGarden(at: harbour)
        #expect(garden.map(\.name) == ["Bank", "Office"])
        #expect(garden.map(\.action) == [.allow, .deny])
        #expect(garden.allSatisfy { $0.purpose == nil })
    }

    @Test func `devices, their runs and what was recorded are as they were`() async throws {
        let store = try await migrated()
        let device = try #require(try await store.devices(at: harbour).first)
        #expect(try await store.password(of: device.id) == Secret("open-sesame"))
        let runs = try await store.runs(at: harbour)
        #expect(runs.map(\.outcome) == [.failed, .planned])
        #expect(try await store.run(runs[1].id, at: harbour) == runs[1])
        #expect(runs[1].plan?.lines.map(\.name) == ["FREE2345"])
        #expect(runs[1].plan?.refusal == "look at it")
        #expect(runs[1].planDigest == nil)
        let status = try #require(try await store.deviceStatuses(now: now).first)
        #expect(status.lastRun == runs[0] && status.revisionLag == 1 && status.hasPendingPush)
        #expect(try await store.redemptions(at: harbour).map(\.code) == ["USED2345"])
        #expect(try await store.reports(at: harbour).map(\.meaning) == [.redeemed])
        let state = try await store.desiredState(for: device.id, scope: .everything, now: now)
        #expect(state.users.map(\.name) == ["FREE2345", "HERE2345", "USED2345", "pilot"])
        #expect(state.departures == ["GONE2345": .revoked, "Pilot": .deleted])
        #expect(state.garden.count == 2 && state.gardenDepartures.count == 1)
    }

    @Test func `a push that was under way goes on, and confirms nothing that nobody was shown`() async throws {
        let store = try await migrated()
        let holder = LeaseHolder(host: "alpha", processID: 4711, token: "one")
        let work = try #require(try await store.claimWork(holder: holder, limit: 10, now: now).first)
        #expect(work.request == PushRequest.ID("p2"))
        #expect(work.mode == .push && work.scope == .everything)
        #expect(work.decisions == PushDecisions(adoptedNames: ["desk"]))
        let shown = try await store.push(PushRequest.ID("p1"), at: harbour, now: now)
        #expect(shown.state == .done && shown.runs.map(\.outcome) == [.planned])
        await #expect(throws: StoreError.unusablePlan(.devicesChanged(PushRequest.ID("p1")))) {
            try await store.requestPush(.confirm(PushRequest.ID("p1")), site: harbour, now: now)
        }
    }

    @Test func `what is new works on what is old`() async throws {
        let store = try await migrated()
        let schedule = try await store.createCouponSchedule(World.daily, of: lobby, now: now).schedule
        let run = try #require(try await store.runDueCouponSchedule(schedule.id, now: schedule.nextRunAt))
        #expect(run.coupons.count == 20)
        try await store.updateSite(harbour, now: now) { $0.services.removeAll { $0.instance == lobby } }
        let device = try #require(try await store.devices(at: harbour).first)
        let state = try await store.desiredState(for: device.id, scope: .everything, now: now)
        #expect(state.departures["FREE2345"] == .notServedHere)
        try await store.removeInstance(lobby, now: now)
        #expect(try await store.instances().map(\.name) == ["Pool"])
    }
}
