import GatewayDomain
import Testing

@testable import GatewayStore

/// Which stay a report is of that tells no time, or a wrong one: of a router whose clock was set meanwhile.
@Suite struct UndatedReportTests {
    private let now = World.start + .seconds(7200)

    private func sessions(_ world: World) async throws -> [GuestSession] {
        try await world.store.read { connection throws(StoreError) in
            try connection.query("SELECT * FROM guest_sessions ORDER BY started_at, id", as: GuestSession.init(row:))
        }
    }

    /// A guest whom the active list showed from one time to another.
    private func stay(_ code: String, _ world: World, from start: Int64, to end: Int64?) async throws {
        var report = world.report(
            code,
            at: world.harbourDevice,
            source: .listen,
            login: World.start + .seconds(start)
        )
        report.address = "10.5.50.7"
        report.observedAt = World.start + .seconds(start)
        _ = try await world.store.record([report], now: report.observedAt)
        guard let end else { return }
        report.event = .logout
        report.observedAt = World.start + .seconds(end)
        report.endedAt = report.observedAt
        _ = try await world.store.record([report], now: report.observedAt)
    }

    private func starts(_ world: World) async throws -> [Int64] {
        try await sessions(world).map { ($0.startedAt - World.start).components.seconds }
    }

    private func ends(_ world: World) async throws -> [Int64?] {
        try await sessions(world).map { $0.endedAt.map { ($0 - World.start).components.seconds } }
    }

    private func script(
        _ code: String,
        _ world: World,
        _ event: RedemptionReport.Event,
        at seconds: Int64?,
        reference: String,
        uptime: Int64? = nil
    ) -> RedemptionReport {
        var report = world.report(code, at: world.harbourDevice, source: .script, login: nil)
        report.event = event
        report.reference = reference
        report.observedAt = now
        report.uptimeSeconds = uptime
        let time = seconds.map { World.start + .seconds($0) }
        if event == .login { report.loginAt = time } else { report.endedAt = time }
        return report
    }

    private func line(
        _ code: String,
        _ world: World,
        _ event: RedemptionReport.Event,
        at seconds: Int64?,
        reference: String
    ) -> RedemptionReport {
        var line = world.report(code, at: world.harbourDevice, source: .routerLog, mac: nil, login: nil)
        line.event = event
        line.address = "10.5.50.7"
        line.observedAt = now
        line.reference = reference
        let time = seconds.map { World.start + .seconds($0) }
        if event == .login { line.loginAt = time } else { line.endedAt = time }
        return line
    }

    @Test func `a guest who came nobody knows when is looked for, and has gone when the list shows none`()
        async throws
    {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        try await world.settle()
        let report = script(code, world, .login, at: nil, reference: "login 1")
        _ = try await world.store.record([report], now: now)
        #expect(try await ends(world) == [nil])
        let work = try await world.claim(at: now)
        let here = try #require(work.first { $0.device.id == world.harbourDevice.id })
        #expect(here.scope == .names([code]))
        var list = ActiveListReading(device: world.harbourDevice.id, readAt: now + .seconds(2))
        list.users = [code]
        _ = try await world.store.record([], completeList: list, now: now + .seconds(2))
        #expect(try await ends(world) == [7202])
    }

    @Test func `a line that nobody can date ends a stay at some time, and a script that knows its length says when`()
        async throws
    {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        try await stay(code, world, from: 0, to: nil)
        _ = try await world.store.record([line(code, world, .logout, at: nil, reference: "out 1")], now: now)
        #expect(try await ends(world) == [7200])
        let logout = script(code, world, .logout, at: nil, reference: "logout 1", uptime: 2064)
        _ = try await world.store.record([logout], now: now)
        #expect(try await starts(world) == [0])
        #expect(try await ends(world) == [2064])
    }

    @Test func `a line tells when a session ended that a reading of the list only found to be over`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        var listed = world.report(code, at: world.harbourDevice, source: .listen, login: World.start)
        listed.address = "10.5.50.7"
        _ = try await world.store.record([listed], now: now)
        let list = ActiveListReading(device: world.harbourDevice.id, readAt: World.start + .seconds(7200))
        _ = try await world.store.record([], completeList: list, now: World.start + .seconds(7200))
        let end = line(code, world, .logout, at: 2400, reference: "out 2400")
        #expect(
            try await world.store.record([end], now: World.start + .seconds(7201)).map(\.meaning) == [.ended]
        )
        #expect(try await sessions(world).map(\.endedAt) == [World.start + .seconds(2400)])
    }

    @Test func `lines of which nobody knows when they were written are of the guest's last session`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        var listed = world.report(code, at: world.harbourDevice, source: .listen, login: World.start)
        listed.address = "10.5.50.7"
        _ = try await world.store.record([listed], now: now)
        let list = ActiveListReading(device: world.harbourDevice.id, readAt: World.start + .seconds(3600))
        _ = try await world.store.record([], completeList: list, now: World.start + .seconds(3600))
        let lines = [
            line(code, world, .login, at: nil, reference: "in 86460"),
            line(code, world, .logout, at: nil, reference: "out 88860"),
        ]
        for _ in 0..<2 { _ = try await world.store.record(lines, now: World.start + .seconds(7201)) }
        #expect(try await sessions(world).map(\.startedAt) == [World.start])
        #expect(try await sessions(world).map(\.endedAt) == [World.start + .seconds(3600)])
    }

    @Test func `a line of an unknown time is a session of its own where nothing else tells of the guest`() async throws
    {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        let lines = [
            line(code, world, .login, at: nil, reference: "in 86460"),
            line(code, world, .logout, at: nil, reference: "out 88860"),
        ]
        #expect(
            try await world.store.record(lines, now: World.start + .seconds(7201)).map(\.meaning)
                == [.redeemed, .ended]
        )
        #expect(try await sessions(world).map(\.endedAt) == [World.start + .seconds(7200)])
    }

    @Test func `a line whose time is wrong is of the stay that no line has told of`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        try await stay(code, world, from: 0, to: 600)
        try await stay(code, world, from: 1200, to: 1800)
        let lines = [
            line(code, world, .login, at: 0, reference: "in 1"),
            // The clock was ten minutes behind for a while, and nobody noticed.
            line(code, world, .login, at: 600, reference: "in 2"),
            line(code, world, .logout, at: 1500, reference: "out 2"),
        ]
        _ = try await world.store.record(lines, now: now)
        #expect(try await starts(world) == [0, 1200])
        #expect(try await ends(world) == [600, 1800])
        // Read again with another clock, each is of the same stay.
        let again = [
            line(code, world, .login, at: 5000, reference: "in 1"),
            line(code, world, .login, at: nil, reference: "in 2"),
        ]
        _ = try await world.store.record(again, now: now)
        #expect(try await starts(world) == [0, 1200])
    }

    @Test func `a stay that only its lines tell of is recorded beside those that are known`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        try await stay(code, world, from: 0, to: 600)
        try await stay(code, world, from: 2400, to: nil)
        let lines = [
            line(code, world, .login, at: 0, reference: "in 1"),
            line(code, world, .login, at: 1200, reference: "in 2"),
            line(code, world, .logout, at: 1800, reference: "out 2"),
            line(code, world, .login, at: 2400, reference: "in 3"),
        ]
        for _ in 0..<2 { _ = try await world.store.record(lines, now: now) }
        #expect(try await starts(world) == [0, 1200, 2400])
        #expect(try await ends(world) == [600, 1800, nil])
    }

    @Test func `a line from after the router's start is of no stay from before`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        try await stay(code, world, from: 0, to: 600)
        var line = line(code, world, .login, at: nil, reference: "in 1")
        line.notBefore = World.start + .seconds(3600)
        _ = try await world.store.record([line], now: now)
        #expect(try await starts(world) == [0, 7200])
    }

    @Test func `a script that tells a login again after its clock was set tells of the same login`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        try await stay(code, world, from: 0, to: 600)
        let login = script(code, world, .login, at: 0, reference: "login 1 86460")
        _ = try await world.store.record([login], now: now)
        let again = script(code, world, .login, at: nil, reference: "login 1 86460")
        _ = try await world.store.record([again], now: now)
        #expect(try await starts(world) == [0])
        let other = script(code, world, .login, at: nil, reference: "login 3 90000")
        _ = try await world.store.record([other], now: now)
        #expect(try await starts(world) == [0, 7200])
    }

    @Test func `a logout of an unknown time ends the stay that was as long as it says`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        try await stay(code, world, from: 0, to: 600)
        let known = script(code, world, .logout, at: nil, reference: "logout 2 1", uptime: 602)
        #expect(try await world.store.record([known], now: now).map(\.meaning) == [.ended])
        try await stay(code, world, from: 1200, to: nil)
        let open = script(code, world, .logout, at: nil, reference: "logout 4 1", uptime: 300)
        #expect(try await world.store.record([open], now: now).map(\.meaning) == [.ended])
        #expect(try await ends(world) == [600, 1500])
        // Of a stay of this length nothing is on record.
        let unknown = script(code, world, .logout, at: nil, reference: "logout 6 1", uptime: 2400)
        _ = try await world.store.record([unknown], now: now)
        #expect(try await starts(world) == [0, 1200, 4800])
        // Its login comes late.
        let login = script(code, world, .login, at: nil, reference: "login 5 1")
        _ = try await world.store.record([login], now: now)
        #expect(try await starts(world).count == 3)
    }

    @Test func `a logout of an unknown time is of an earlier stay where the guest is in anew for less than it says`()
        async throws
    {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        try await stay(code, world, from: 0, to: nil)
        // The clock of this line was some minutes behind.
        _ = try await world.store.record([line(code, world, .logout, at: 420, reference: "out 1")], now: now)
        try await stay(code, world, from: 7100, to: nil)
        let logout = script(code, world, .logout, at: nil, reference: "logout 2 1", uptime: 640)
        _ = try await world.store.record([logout], now: now)
        #expect(try await starts(world) == [0, 7100])
        #expect(try await ends(world) == [420, nil])
        // Of a stay of this length nothing is on record, and no clock was that wrong.
        let unknown = script(code, world, .logout, at: nil, reference: "logout 4 1", uptime: 2400)
        _ = try await world.store.record([unknown], now: now)
        #expect(try await starts(world) == [0, 4800, 7100])
    }

    @Test func `a stay that was only heard of began when somebody tells it`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        let lines = [
            line(code, world, .login, at: nil, reference: "in 1"),
            line(code, world, .logout, at: nil, reference: "out 1"),
        ]
        _ = try await world.store.record(lines, now: now)
        #expect(try await starts(world) == [7200])
        let login = script(code, world, .login, at: 2400, reference: "login 1 1")
        _ = try await world.store.record([login], now: now)
        #expect(try await starts(world) == [2400])
        try await stay(code, world, from: 0, to: nil)
        #expect(try await starts(world) == [0, 2400])
    }

    @Test func `a logout ends the stay that began as it says, not another one that seems to have ended just then`()
        async throws
    {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        try await stay(code, world, from: 0, to: nil)
        let list = ActiveListReading(device: world.harbourDevice.id, readAt: World.start + .seconds(3600))
        _ = try await world.store.record([], completeList: list, now: World.start + .seconds(3600))
        var end = script(code, world, .logout, at: 3601, reference: "logout 4 1", uptime: 1200)
        end.loginAt = World.start + .seconds(2401)
        _ = try await world.store.record([end], now: now)
        #expect(try await starts(world) == [0, 2401])
        #expect(try await ends(world) == [3600, 3601])
    }
}
