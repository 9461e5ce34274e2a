import GatewayDomain
import Testing

@testable import GatewayStore

/// Every login is one session, whoever tells of it, in whatever order and how often.
@Suite struct SessionRecordingTests {
    private let now = World.start + .seconds(60)

    private func sessions(_ world: World) async throws -> [GuestSession] {
        try await world.store.read { connection throws(StoreError) in
            try connection.query("SELECT * FROM guest_sessions ORDER BY started_at, id", as: GuestSession.init(row:))
        }
    }

    private func logout(
        _ user: String,
        at device: Device,
        _ world: World,
        after seconds: Int64,
        uptime: Int64? = nil
    ) -> RedemptionReport {
        var report = world.report(user, at: device, source: .script, login: nil)
        report.event = .logout
        report.endedAt = World.start + .seconds(seconds)
        report.endCause = "keepalive timeout"
        report.uptimeSeconds = uptime
        report.bytesIn = 4096
        return report
    }

    @Test func `a login that five sources tell of is one session, and its end is told once`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        let device = world.harbourDevice
        var script = world.report(code, at: device, source: .script, login: World.start + .seconds(1))
        script.reference = "17"
        var line = world.report(code, at: device, source: .routerLog, mac: nil, login: World.start + .seconds(2))
        line.address = "10.5.50.7"
        var listed = world.report(code, at: device, source: .listen)
        listed.address = "10.5.50.7"
        for report in [script, listed, line, world.report(code, at: device, source: .comment), script] {
            _ = try await world.store.record([report], now: now)
        }
        #expect(try await sessions(world).count == 1)
        let end = logout(code, at: device, world, after: 600, uptime: 599)
        let ended = try await world.store.record([end, end], now: now)
        #expect(ended.map(\.meaning) == [.ended, .ended])
        #expect(ended.map(\.isNew) == [true, false])
        let session = try #require(try await sessions(world).first)
        #expect(session.endedAt == World.start + .seconds(600) && session.endCause == "keepalive timeout")
        #expect(session.uptimeSeconds == 599 && session.bytesIn == 4096 && session.address == "10.5.50.7")
        #expect(session.expiresAt == World.start + .seconds(3601))
    }

    @Test func `a mark of an unknown time does not hide the login that the script tells a moment later`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        var mark = world.report(code, at: world.harbourDevice, source: .comment, login: nil)
        mark.reference = "r=86460 m=02:00:00:00:00:01"
        var script = world.report(code, at: world.harbourDevice, source: .script, login: nil)
        script.reference = "login 1 86460"
        let recorded = try await world.store.record([mark, script, mark], now: now)
        #expect(recorded.map(\.meaning) == [.redeemed, .repeated, .redeemed])
        #expect(recorded.map(\.isNew) == [true, true, false])
        #expect(try await sessions(world).count == 1)
        // Read again later it is the same mark.
        #expect(try await world.store.record([mark], now: now + .seconds(3600)).map(\.isNew) == [false])
    }

    @Test func `a mark by a clock that begins anew at every start is of the login that is on record`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        let device = world.harbourDevice
        var script = world.report(code, at: device, source: .script, login: World.start)
        script.reference = "40-02:00:00:00:00:01"
        // Restarted a quarter of an hour later: 40 s after the start it was the same time again.
        var mark = world.report(code, at: device, source: .comment, login: World.start + .seconds(812))
        mark.reference = "r=86440"
        mark.observedAt = now + .seconds(900)
        mark.clockErrorSeconds = -1_700_000_000
        _ = try await world.store.record([script], now: now)
        let later = try await world.store.record([mark, mark], now: mark.observedAt)
        #expect(later.map(\.meaning) == [.repeated, .repeated])
        #expect(try await sessions(world).map(\.startedAt) == [World.start])
        // By a clock that is right it is what it says.
        mark.reference = "r=\(World.start.seconds + 812)"
        mark.clockErrorSeconds = 1
        _ = try await world.store.record([mark], now: mark.observedAt)
        #expect(try await sessions(world).count == 2)
    }

    @Test func `news of a login that was long under way is of the login that the router noted`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        let device = world.harbourDevice
        // The line was broken: what was sent at the login arrives 100 s later, as if the guest had come just then.
        let news = world.report(code, at: device, source: .listen, login: World.start + .seconds(100))
        var script = world.report(code, at: device, source: .script, login: World.start)
        script.reference = "40-02:00:00:00:00:01"
        var next = world.report(code, at: device, source: .script, login: World.start + .seconds(700))
        next.reference = "740-02:00:00:00:00:01"
        for report in [news, script, news, script] {
            _ = try await world.store.record([report], now: World.start + .seconds(300))
        }
        #expect(try await sessions(world).map(\.startedAt) == [World.start])
        // The next one is another one.
        next.observedAt = World.start + .seconds(800)
        _ = try await world.store.record([next], now: next.observedAt)
        #expect(try await sessions(world).map(\.startedAt) == [World.start, World.start + .seconds(700)])
    }

    @Test(arguments: [true, false])
    func `news that a reading has overtaken is of the session that it showed, and so is the end`(
        isReadFirst: Bool
    ) async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        let device = world.harbourDevice
        // The line was broken: the guest came 200 s ago, and the news of that arrives now.
        let listed = world.report(code, at: device, source: .activeList, login: World.start)
        var news = world.report(code, at: device, source: .listen, login: World.start + .seconds(200))
        news.uptimeSeconds = 0
        for report in isReadFirst ? [listed, news] : [news, listed] {
            _ = try await world.store.record([report], now: World.start + .seconds(201))
        }
        #expect(try await sessions(world).count == 1)
        // Whoever listens takes the stay for as much shorter as the news was late.
        var end = logout(code, at: device, world, after: 3600, uptime: 3400)
        end.source = .listen
        _ = try await world.store.record([end], now: World.start + .seconds(3600))
        let ended = try await sessions(world)
        #expect(ended.map(\.endedAt) == [World.start + .seconds(3600)])
        // The same guest's next stay is another one, however soon it is heard of.
        var next = world.report(code, at: device, source: .listen, login: World.start + .seconds(3700))
        next.uptimeSeconds = 0
        _ = try await world.store.record([next], now: World.start + .seconds(3700))
        #expect(try await sessions(world).count == 2)
    }

    @Test func `two logins that a script numbers are two, however close`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        for (number, seconds) in [("1", 0), ("2", 40), ("1", 0)] as [(String, Int64)] {
            var report = world.report(
                code,
                at: world.harbourDevice,
                source: .script,
                login: World.start + .seconds(seconds)
            )
            report.reference = number
            _ = try await world.store.record([report], now: now)
            if number == "1" {
                _ = try await world.store.record([logout(code, at: world.harbourDevice, world, after: 30)], now: now)
            }
        }
        let recorded = try await sessions(world)
        #expect(recorded.map(\.startedAt) == [World.start, World.start + .seconds(40)])
        #expect(recorded.map(\.endedAt) == [World.start + .seconds(30), nil])
    }

    @Test func `a logout whose login nobody told redeems, and is the session`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        let report = logout(code, at: world.harbourDevice, world, after: 60, uptime: 50)
        #expect(try await world.store.record([report], now: now).map(\.meaning) == [.redeemed])
        let session = try #require(try await sessions(world).first)
        #expect(session.startedAt == World.start + .seconds(10) && session.endedAt == World.start + .seconds(60))
        let redemption = try #require(try await world.store.redemptions(at: world.harbour.id).first)
        #expect(redemption.redemption.site == world.harbour.id)
    }

    @Test func `who is not on a complete list any more is out, and back when seen again`() async throws {
        let world = try await World()
        let codes = try await world.coupons(3).map(\.code)
        let device = world.harbourDevice
        let reports = codes.map { world.report($0, at: device) }
        _ = try await world.store.record(reports, now: now)
        let later = World.start + .seconds(3000)
        var fresh = world.report(codes[2], at: device, source: .listen)
        fresh.observedAt = later + .seconds(1)
        fresh.uptimeSeconds = 3001
        _ = try await world.store.record([fresh], now: later)
        let list = ActiveListReading(device: device.id, readAt: later)
        _ = try await world.store.record([reports[0]], completeList: list, now: later)
        let open = try await sessions(world).filter { $0.endedAt == nil }.map(\.user)
        #expect(Set(open) == [codes[0], codes[2]], "who was seen after the reading cannot be on it")
        let ended = try #require(try await sessions(world).first { $0.user == codes[1] })
        #expect(ended.endedAt == later && !ended.isEndTold && ended.endCause == nil)
        var back = reports[1]
        back.observedAt = later + .seconds(10)
        _ = try await world.store.record([back], now: later + .seconds(10))
        #expect(try await sessions(world).allSatisfy { $0.endedAt == nil })
        #expect(try await sessions(world).count == 3)
        // An empty list is a list, too.
        let empty = ActiveListReading(device: device.id, readAt: later + .seconds(20))
        _ = try await world.store.record([], completeList: empty, now: later + .seconds(20))
        #expect(try await sessions(world).allSatisfy { $0.endedAt == later + .seconds(20) })
    }

    @Test func `a second stay ends the first, and an older one that is told late does not end the newer`() async throws
    {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        func seen(_ seconds: Int64, by source: RedemptionReport.Source = .listen) async throws {
            let login = World.start + .seconds(seconds)
            var report = world.report(code, at: world.harbourDevice, source: source, login: login)
            report.observedAt = login
            _ = try await world.store.record([report], now: now)
        }
        try await seen(1000)
        try await seen(2000)
        try await seen(0, by: .script)
        let recorded = try await sessions(world)
        #expect(recorded.map(\.startedAt) == [0, 1000, 2000].map { World.start + .seconds($0) })
        #expect(recorded.map(\.endedAt) == [2000, 2000, nil].map { $0.map { World.start + .seconds($0) } })
    }

    @Test func `a script whose clock was never set tells of a login that is on record, once`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        let device = world.harbourDevice
        _ = try await world.store.record([world.report(code, at: device, source: .listen)], now: now)
        _ = try await world.store.record([logout(code, at: device, world, after: 300)], now: now)
        var late = world.report(code, at: device, source: .script, login: Timestamp(seconds: 4000))
        late.observedAt = World.start + .seconds(5000)
        late.reference = "9"
        #expect(try await world.store.record([late], now: now).map(\.meaning) == [.repeated])
        #expect(try await sessions(world).count == 1)
        late.reference = "10"
        _ = try await world.store.record([late], now: now)
        #expect(try await sessions(world).map(\.startedAt) == [World.start, World.start + .seconds(5000)])
    }
}
