import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct RecordingTests {
    private let now = World.start + .seconds(60)

    @Test func `the first report owns the coupon; that name changes here and elsewhere`() async throws {
        let world = try await World()
        let coupons = try await world.coupons(5)
        try await world.settle()
        let code = coupons[2].code
        let recorded = try await world.store.record([world.report(code, at: world.harbourDevice)], now: now)
        #expect(recorded.map(\.meaning) == [.redeemed])
        #expect(recorded.map(\.coupon) == [coupons[2].id])
        #expect(recorded.map(\.isNew) == [true])
        let redemption = try #require(try await world.store.redemptions(at: world.harbour.id).first)
        #expect(redemption.coupon == coupons[2].id)
        #expect(redemption.code == code)
        #expect(redemption.redemption.at == World.start)
        #expect(redemption.redemption.endsAt == World.start + .seconds(3600))
        #expect(redemption.redemption.macAddress == "AA:BB:CC:00:00:01")
        let work = try await world.claim(at: now)
        #expect(Set(work.map(\.device)) == [world.harbourDevice, world.museumDevice])
        #expect(work.allSatisfy { $0.scope == .names([code]) && $0.trigger == .change })
        let conflict = try await world.store.record(
            [world.report(code, at: world.museumDevice, mac: "AA:BB:CC:00:00:02")],
            now: now
        )
        #expect(conflict.map(\.meaning) == [.conflict])
        #expect(try await world.store.redemptions(at: world.museum.id).isEmpty)
        #expect(try await world.store.reports(at: world.museum.id).map(\.meaning) == [.conflict])
    }

    @Test func `a redemption and a conflict are events, each once, and tell nothing of the guest`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        let reports = [
            world.report(code, at: world.harbourDevice), world.report(code, at: world.harbourDevice, source: .comment),
            world.report(code, at: world.museumDevice, mac: "AA:BB:CC:00:00:02"),
        ]
        for _ in 0..<2 { _ = try await world.store.record(reports, now: now) }
        let events = try await world.store.events(after: 0, limit: 10).events
        #expect(events.map(\.kind) == [.couponRedeemed, .couponConflict])
        #expect(events.map(\.site) == [world.harbour.id, world.museum.id])
        #expect(!"\(events)".contains("AA:BB:CC"))
    }

    @Test func `a repeat writes nothing`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        let report = world.report(code, at: world.harbourDevice)
        _ = try await world.store.record([report], now: now)
        try await world.settle(at: now)
        var shaky = report
        shaky.source = .listen
        shaky.loginAt = World.start + .seconds(90)
        shaky.address = "10.5.50.7"
        var counters = world.report(code, at: world.harbourDevice, source: .counters, mac: nil, login: nil)
        counters.uptimeSeconds = 600
        let before = try await files(world)
        let again = try await world.store.record([report, shaky, report, counters], now: now + .seconds(9))
        #expect(again.map(\.isNew) == [false, false, false, false])
        #expect(again.map(\.meaning) == [.redeemed, .redeemed, .redeemed, .repeated])
        #expect(again.allSatisfy { $0.recordedAt == now })
        #expect(try await files(world) == before)
        #expect(try await world.claim(at: now).isEmpty)
    }

    /// What a writer of the database would have changed.
    private func files(_ world: World) async throws -> Int64 {
        let count = try await world.store.write { connection throws(StoreError) in
            try connection.query(
                "SELECT (SELECT COUNT(*) FROM reports) * 1000 + (SELECT value FROM counters) AS mark"
            ).first?.integer("mark")
        }
        return try #require(count)
    }

    @Test func `another session of the same guest is a repeat on record, another device is refused`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        let reports = [
            world.report(code, at: world.harbourDevice),
            world.report(code, at: world.harbourDevice, login: World.start + .seconds(91)),
            world.report(code, at: world.harbourDevice, mac: "AA:BB:CC:00:00:02"),
            world.report(code, at: world.museumDevice, mac: nil),
        ]
        let recorded = try await world.store.record(reports, now: now)
        #expect(recorded.map(\.meaning) == [.redeemed, .repeated, .refused, .repeated])
        #expect(recorded.map(\.isNew) == [true, true, true, true])
        #expect(try await world.store.reports(at: world.harbour.id).count == 3)
        #expect(Set(try await world.store.reports(at: world.harbour.id).map(\.report)) == Set(reports.prefix(3)))
    }

    @Test func `a guest is told by MAC address, else by IP address`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        func report(mac: String?, address: String?, after seconds: Int64) -> RedemptionReport {
            var report = world.report(
                code,
                at: world.harbourDevice,
                mac: mac,
                login: World.start + .seconds(seconds)
            )
            report.address = address
            return report
        }
        let recorded = try await world.store.record(
            [
                report(mac: "AA:BB:CC:00:00:01", address: "10.5.50.7", after: 0),
                report(mac: "aa:bb:cc:00:00:01", address: "10.5.50.8", after: 1),
                report(mac: nil, address: "10.5.50.7", after: 2),
                report(mac: nil, address: "10.5.50.9", after: 3),
                report(mac: nil, address: nil, after: 4),
            ],
            now: now
        )
        #expect(recorded.map(\.isNew) == [true, false, false, true, false])
    }

    @Test func `a user's counters redeem a coupon once, whatever they grow to`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        for (uptime, isNew) in [(600, true), (600, false), (900, false), (1200, false)] as [(Int64, Bool)] {
            var report = world.report(code, at: world.harbourDevice, source: .counters, mac: nil, login: nil)
            report.uptimeSeconds = uptime
            let recorded = try await world.store.record([report], now: now)
            #expect(recorded.map(\.isNew) == [isNew])
            #expect(recorded.map(\.meaning) == [isNew || uptime == 600 ? .redeemed : .repeated])
        }
        #expect(try await world.store.reports(at: world.harbour.id).count == 1)
    }

    @Test func `accounts and strangers are on record without a coupon`() async throws {
        let world = try await World()
        try await world.store.addHotspotUser(world.account("pilot", at: world.harbour))
        let recorded = try await world.store.record(
            [
                world.report("pilot", at: world.harbourDevice), world.report("pilot", at: world.museumDevice),
                world.report("stranger", at: world.harbourDevice),
            ],
            now: now
        )
        #expect(recorded.map(\.meaning) == [.account, .unmatched, .unmatched])
        #expect(recorded.map(\.coupon) == [nil, nil, nil])
    }

    @Test func `of many stores that record one guest at the same time, one redeems`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        let stores = try await [world.store, world.scratch.open(), world.scratch.open()]
        let recorded = try await withThrowingTaskGroup { group in
            for index in 0..<24 {
                let device = index.isMultiple(of: 2) ? world.harbourDevice : world.museumDevice
                let report = world.report(code, at: device, mac: "AA:BB:CC:00:00:0\(index % 2)")
                group.addTask { try await stores[index % 3].record([report], now: World.start) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(recorded.filter { $0.isNew && $0.meaning == .redeemed }.count == 1)
        #expect(recorded.filter { $0.isNew && $0.meaning == .conflict }.count == 1)
        #expect(recorded.filter { !$0.isNew }.count == 22)
        let sites = [world.harbour.id, world.museum.id]
        var redemptions = 0
        for site in sites { redemptions += try await world.store.redemptions(at: site).count }
        #expect(redemptions == 1)
    }

    @Test func `a transaction that is cut leaves nothing`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        try await world.settle()
        let report = world.report(code, at: world.harbourDevice)
        // The last statements of a recording raise the revision; without the counter they fail after all else was written.
        try await world.store.write { connection throws(StoreError) in
            try connection.query("UPDATE counters SET name = 'lost' WHERE name = 'revision'")
        }
        await #expect(throws: StoreError.damaged("the revision counter is gone")) {
            try await world.store.record([report], now: World.start)
        }
        #expect(try await world.store.reports(at: world.harbour.id).isEmpty)
        #expect(try await world.store.redemptions(at: world.harbour.id).isEmpty)
        try await world.store.write { connection throws(StoreError) in
            try connection.query("UPDATE counters SET name = 'revision' WHERE name = 'lost'")
        }
        #expect(try await world.claim().isEmpty)
        #expect(try await world.store.record([report], now: World.start).map(\.meaning) == [.redeemed])
    }

    @Test func `a task that is cancelled does not cut what it began`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        let report = world.report(code, at: world.harbourDevice)
        let recorded = try await withThrowingTaskGroup { group in
            group.addTask {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await world.store.record([report], now: World.start)
            }
            return try await group.next() ?? []
        }
        #expect(recorded.map(\.meaning) == [.redeemed])
        #expect(try await world.store.redemptions(at: world.harbour.id).count == 1)
    }
}
