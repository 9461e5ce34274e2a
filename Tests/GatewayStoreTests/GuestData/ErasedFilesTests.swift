import TestSeeds
import GatewayDomain
import Testing

@testable import GatewayStore

/// What was erased is not only out of sight.
@Suite struct ErasedFilesTests {
    private let now = World.start + .seconds(60)

    @Test func `nothing of what was erased is left in the database's files`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        try await world.store.addHotspotUser(world.account("Zacharias Zwiebel", at: world.harbour))
        var reports = [
            world.report(code, at: world.harbourDevice, mac: "0E:1F:2A:3B:4C:5D"),
            world.report("Zacharias Zwiebel", at: world.harbourDevice, mac: "0E:1F:2A:3B:4C:5E"),
            world.report("Xaver Unbekannt", at: world.harbourDevice, source: .script, mac: "0E:1F:2A:3B:4C:5F"),
        ]
        for index in reports.indices { reports[index].address = "10.77.88.9\(index)" }
        _ = try await world.store.record(reports, now: now)
        try await world.store.removeHotspotUser("Zacharias Zwiebel", at: world.harbour.id, now: now)
        let texts = ["0E:1F:2A:3B:4C:5", "10.77.88.9", "Zwiebel", "ZWIEBEL", "Unbekannt"]
        for text in texts { #expect(try world.isInFiles(text), "\(text)") }
        try await world.settle(at: now)

        let later = now + .seconds(200 * 86_400)
        _ = try await world.store.eraseGuestData(before: later - .seconds(86_400), limit: 500, now: later)
        #expect(try await world.store.scrub() == .complete)

        for text in texts { #expect(try !world.isInFiles(text), "\(text)") }
        #expect(try world.isInFiles(code))
        // What was scrubbed once needs no more of it.
        let before = world.store.database.statementCount
        #expect(try await world.store.scrub() == .complete)
        #expect(world.store.database.statementCount == before + 1)
    }

    @Test func `nor are copies that SQLite left behind where it moved rows`() async throws {
        let world = try await World()
        let seed = Seed.base
        var generator = SeededGenerator(seed: seed)
        try await world.store.addHotspotUser(world.account("pilot", at: world.harbour))
        func report(_ index: Int, uptime: Int64) -> RedemptionReport {
            let digits = String(index + 0x1000, radix: 16, uppercase: true)
            let mac = "0E:1F:2A:3B:\(digits.prefix(2)):\(digits.suffix(2))"
            let login = World.start + .seconds(Int64(index) * 100)
            var report = world.report("pilot", at: world.harbourDevice, mac: mac, login: login)
            report.address = "10.77.\(index >> 8).\(index & 255)"
            report.observedAt = login + .seconds(uptime)
            report.uptimeSeconds = uptime
            report.bytesIn = Int64(generator.next() >> UInt64.random(in: 24...62, using: &generator))
            return report
        }
        for start in stride(from: 0, to: 3000, by: 50) {
            _ = try await world.store.record((start..<start + 50).map { report($0, uptime: 1) }, now: now)
            // Figures that grow make rows grow, and rows that grow move.
            let some = (0..<20).map { _ in Int.random(in: 0..<start + 50, using: &generator) }
            _ = try await world.store.record(some.map { report($0, uptime: 400) }, now: now)
            // All go: nobody has thousands in at once under one name.
            let readAt = World.start + .seconds(Int64(start + 50) * 100 + 500)
            let nobody = ActiveListReading(device: world.harbourDevice.id, readAt: readAt)
            _ = try await world.store.record([], completeList: nobody, now: now)
        }
        var hasMore = true
        while hasMore {
            let later = now + .seconds(10_000_000)
            hasMore = try await world.store.eraseGuestData(before: later, limit: 500, now: later).hasMore
        }
        #expect(try await world.store.scrub() == .complete)
        #expect(try !world.isInFiles("0E:1F:2A"), "seed \(seed)")
        #expect(try !world.isInFiles("10.77."), "seed \(seed)")
    }

    @Test func `a database that is too large to be written anew is told apart, and its log is emptied all the same`()
        async throws
    {
        let world = try await World()
        _ = try await world.store.record(
            [world.report("Xaver Unbekannt", at: world.harbourDevice, source: .script)],
            now: now
        )
        _ = try await world.store.eraseGuestData(before: now, limit: 500, now: now)
        // Somebody who comes later may allow for more: it is still to be done then.
        for leavesRest in [true, false] {
            guard case .tooLarge(let bytes) = try await world.store.scrub(bytesMaximum: 1, leavesRest: leavesRest)
            else {
                Issue.record("it was written anew")
                return
            }
            #expect(bytes > 4096)
            #expect(try !world.isInFiles("Unbekannt"))
        }
        #expect(try await world.store.scrub(bytesMaximum: 1) == .complete)
    }

    @Test func `others read and record while files are scrubbed`() async throws {
        let world = try await World()
        let codes = try await world.coupons(50).map(\.code)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for code in codes {
                group.addTask { [now] in
                    _ = try await world.store.record([world.report(code, at: world.harbourDevice)], now: now)
                    _ = try await world.store.reports(at: world.harbour.id)
                }
            }
            for _ in 0..<5 {
                group.addTask { [now] in
                    _ = try await world.store.eraseGuestData(before: now, limit: 10, now: now)
                    _ = try await world.store.scrub()
                }
            }
            try await group.waitForAll()
        }
        #expect(try await world.store.redemptions(at: world.harbour.id).count == 50)
    }
}
