import TestSeeds
import GatewayDomain
import Testing

@testable import GatewayStore

/// What recording would mean, told without recording.
@Suite struct RehearsalTests {
    /// Logins and logouts of few names within few minutes, so that nearly everything meets something that is on record.
    private static func batch(_ world: World, _ codes: [String], _ random: inout SeededGenerator) -> [RedemptionReport]
    {
        (0..<Int.random(in: 1...12, using: &random)).map { _ in
            let device = Bool.random(using: &random) ? world.harbourDevice : world.museumDevice
            let moment = World.start + .seconds(Int64.random(in: 0...900, using: &random))
            let user = (codes + ["stranger", "desk"]).randomElement(using: &random) ?? ""
            let mac = [nil, "AA:BB:CC:00:00:01", "AA:BB:CC:00:00:02"].randomElement(using: &random) ?? nil
            let source: RedemptionReport.Source = Bool.random(using: &random) ? .log : .script
            var report = world.report(user, at: device, source: source, mac: mac, login: moment)
            report.address = Bool.random(using: &random) ? "10.5.50.\(Int.random(in: 2...4, using: &random))" : nil
            if Int.random(in: 0..<3, using: &random) == 0 {
                report.event = .logout
                report.endedAt = moment
                report.loginAt = nil
                report.endCause = "keepalive timeout"
            }
            return report
        }
    }

    @Test func `batch after batch is told as it is recorded then, and nothing is written before`() async throws {
        for seed in Seed.base..<Seed.base + 6 {
            var random = SeededGenerator(seed: seed)
            let world = try await World()
            let codes = try await world.coupons(4).map(\.code)
            try await world.store.addHotspotUser(world.account("desk", at: world.harbour))
            let now = World.start + .seconds(2000)
            for _ in 0..<3 { _ = try await world.store.record(Self.batch(world, codes, &random), now: now) }
            let before = try await Self.record(world)
            let batches = (0..<6).map { _ in Self.batch(world, codes, &random) }
            let rehearsal = try world.store.rehearsal()
            var told: [[RecordedReport]] = []
            for batch in batches { told.append(try await rehearsal.record(batch, now: now)) }
            try rehearsal.close()
            #expect(try await Self.record(world) == before, "seed \(seed)")
            for (batch, told) in zip(batches, told) {
                let recorded = try await world.store.record(batch, now: now)
                #expect(recorded == told, "seed \(seed)")
            }
        }
    }

    @Test func `it keeps nobody from writing, and they do not disturb it`()
        async throws
    {
        let world = try await World()
        let codes = try await world.coupons(2).map(\.code)
        let rehearsal = try world.store.rehearsal()
        let now = World.start + .seconds(2000)
        let (first, second) = (
            world.report(codes[0], at: world.harbourDevice), world.report(codes[1], at: world.harbourDevice)
        )
        #expect(try await rehearsal.record([first], now: now).map(\.isNew) == [true])
        #expect(try await world.store.record([first, second], now: now).map(\.isNew) == [true, true])
        #expect(try await rehearsal.record([first, second], now: now).map(\.isNew) == [false, false])
        try rehearsal.close()
    }

    @Test func `a table that it has no second one of cannot be changed`() async throws {
        let world = try await World()
        let rehearsal = try world.store.database.rehearsal(of: Recording.recordTables)
        await #expect(throws: StoreError.self) {
            try await rehearsal.run { connection throws(StoreError) in
                try connection.query("UPDATE sites SET name = 'Changed'")
            }
        }
        #expect(Set(try await world.store.sites().map(\.name)) == ["Harbour", "Museum"])
        try rehearsal.close()
    }

    private struct OnRecord: Equatable {
        var reports: [RecordedReport] = []
        var redemptions: [RedemptionRecord] = []
        var counts: [Int64] = []
    }

    private static func record(_ world: World) async throws -> OnRecord {
        var record = OnRecord()
        for site in [world.harbour.id, world.museum.id] {
            record.reports += try await world.store.reports(at: site)
            record.redemptions += try await world.store.redemptions(at: site)
        }
        record.counts = try await world.store.read { connection throws(StoreError) in
            var counts: [Int64] = []
            for table in Recording.recordTables + ["events"] {
                let sql = SQL(stringLiteral: "SELECT COUNT(*) AS rows FROM \(table)")
                counts += try connection.query(sql) { row throws(StoreError) in try row.integer("rows") }
            }
            return counts
        }
        return record
    }
}
