import Foundation
import GatewayDomain
import Testing

@testable import GatewayStore

/// Guests' data have an age at which they go, and what they were about stays.
@Suite struct GuestDataAgeTests {
    private let now = World.start + .seconds(60)
    private let later = World.start + .seconds(181 * 86_400)

    @Test func `records stay, what tells of guests goes, and what is reported again is known as before`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        try await world.store.addHotspotUser(world.account("Famille Martin", at: world.harbour))
        var reports = [
            world.report(code, at: world.harbourDevice),
            world.report("Famille Martin", at: world.harbourDevice, mac: "AA:BB:CC:00:00:02"),
            world.report("stranger@example.com", at: world.harbourDevice, source: .script, mac: "AA:BB:CC:00:00:03"),
        ]
        for index in reports.indices { reports[index].address = "10.5.50.\(index + 20)" }
        let before = try await world.store.record(reports, now: now)
        #expect(before.map(\.meaning) == [.redeemed, .account, .unmatched])

        // An hour of access is over by then.
        let end = World.start + .seconds(3600)
        let step = try await world.store.eraseGuestData(before: end, limit: 500, now: later)

        #expect(step.hasMore == false)
        let left = try await world.store.reports(at: world.harbour.id)
        #expect(left.count == 3)
        #expect(left.allSatisfy { $0.report.macAddress == nil && $0.report.address == nil })
        #expect(left.filter { $0.meaning == .redeemed }.map(\.report.user) == [code])
        #expect(!left.contains { $0.report.user == "Famille Martin" || $0.report.user.contains("stranger") })
        // The redemption is on record, and does not tell of whom while its access is over.
        let redemption = try #require(try await world.store.redemptions(at: world.harbour.id).first)
        #expect(redemption.code == code)
        #expect(redemption.redemption.at == World.start)
        #expect(redemption.redemption.macAddress == nil && redemption.address == nil)

        for index in reports.indices { reports[index].loginAt = World.start + .seconds(85) }
        let again = try await world.store.record(reports, now: later)
        #expect(again.map(\.isNew) == [false, false, false])
        #expect(again.map(\.meaning) == before.map(\.meaning))
        #expect(try await world.texts("guest_sessions", "mac_address").isEmpty)
        #expect(try await world.texts("site_users", "user_name").filter { $0.contains("Martin") }.isEmpty)
    }

    @Test func `a guest who comes again after that is a new guest of that name`() async throws {
        let world = try await World()
        try await world.store.addHotspotUser(world.account("pilot", at: world.harbour))
        for round in 0..<3 {
            let login = World.start + .seconds(Int64(round) * 200 * 86_400)
            var report = world.report("pilot", at: world.harbourDevice, login: login)
            report.observedAt = login
            let recorded = try await world.store.record([report], now: login)
            #expect(recorded.map(\.isNew) == [true])
            #expect(recorded.map(\.meaning) == [.account])
            _ = try await world.store.eraseGuestData(before: login, limit: 500, now: login)
        }
        #expect(try await world.store.reports(at: world.harbour.id).count == 3)
        #expect(try await world.texts("site_users", "user_name").count == 3)
        #expect(try await world.texts("site_users", "user_name").contains("pilot") == false)
    }

    @Test func `data of a session that is not over are kept as long as it lasts`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        _ = try await world.store.record([world.report(code, at: world.harbourDevice)], now: now)
        // The report is old enough; the access lasts for an hour.
        _ = try await world.store.eraseGuestData(before: now, limit: 500, now: now)
        let kept = try #require(try await world.store.redemptions(at: world.harbour.id).first)
        #expect(kept.redemption.holder == "AA:BB:CC:00:00:01")
        _ = try await world.store.eraseGuestData(before: World.start + .seconds(3600), limit: 500, now: later)
        let erased = try #require(try await world.store.redemptions(at: world.harbour.id).first)
        #expect(erased.redemption.holder == nil && erased.redemption.macAddress == nil)
    }

    @Test func `a step is bounded, and the next one goes on where it ended`() async throws {
        let world = try await World()
        let reports = (0..<25).map { index in
            world.report(
                "guest \(index)",
                at: world.harbourDevice,
                source: .script,
                mac: "AA:BB:CC:00:01:\(index + 10)"
            )
        }
        _ = try await world.store.record(reports, now: now)
        var counts: [Int] = []
        var hasMore = true
        while hasMore {
            // Another process goes on as well as this one.
            let store = try await world.scratch.open()
            let step = try await store.eraseGuestData(before: now, limit: 10, now: later)
            counts.append(step.count)
            hasMore = step.hasMore
            try store.close()
        }
        #expect(counts == [10, 10, 5])
        #expect(try await world.texts("reports", "mac_address").isEmpty)
        #expect(try await world.store.eraseGuestData(before: now, limit: 10, now: later).count == 0)
    }

    @Test func `younger data stay, and so does the name of an account that is there`() async throws {
        let world = try await World()
        try await world.store.addHotspotUser(world.account("pilot", at: world.harbour))
        try await world.store.addHotspotUser(world.account("mate", at: world.harbour))
        try await world.store.removeHotspotUser("mate", at: world.harbour.id, now: World.start)
        _ = try await world.store.record([world.report("pilot", at: world.harbourDevice)], now: now)
        _ = try await world.store.eraseGuestData(before: now - .seconds(1), limit: 500, now: now)
        #expect(try await world.texts("reports", "mac_address") == ["AA:BB:CC:00:00:01"])
        // For a month it may be the reason for which the user leaves a router.
        #expect(Set(try await world.texts("hotspot_users", "name")) == ["pilot", "mate"])
        _ = try await world.store.eraseGuestData(before: later - .seconds(86_400), limit: 500, now: later)
        #expect(try await world.store.hotspotUsers(at: world.harbour.id).map(\.name) == ["pilot"])
        #expect(try await world.texts("hotspot_users", "name").contains("mate") == false)
        #expect(try await world.texts("names", "name").contains("MATE") == false)
        try await world.store.addHotspotUser(world.account("mate", at: world.harbour))
        try await world.store.removeHotspotUser("mate", at: world.harbour.id, now: later)
        _ = try await world.store.eraseGuestData(before: later, limit: 500, now: later + .seconds(31 * 86_400))
        #expect(try await world.texts("names", "name").contains("MATE") == false)
    }

    @Test(
        arguments: [
            ("reports", OldGuestData.reports, "reports_with_guest_data"),
            ("sessions", OldGuestData.sessions, "sessions_with_guest_data"),
            ("site users", OldGuestData.siteUsers, "site_users_with_guest_data"),
            ("redemptions", OldGuestData.redemptions, "redemptions_with_guest_data"),
            ("accounts", OldGuestData.removedUsers, "removed_users_with_name"),
            ("plans", OldGuestData.plans, "runs_with_plan"),
        ]
    )
    func `what is old is found by an index that holds nothing else`(what: String, _ statement: SQL, index: String)
        async throws
    {
        let world = try await World()
        let plan = try await world.store.plan(of: statement)
        #expect(plan.contains { $0.contains(index) }, "\(what): \(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(what): \(plan)")
    }
}

extension World {
    /// What stands in a column, without nulls.
    func texts(_ table: String, _ column: String) async throws -> [String] {
        try await store.read { connection throws(StoreError) in
            try connection.query(
                SQL(stringLiteral: "SELECT \(column) AS text FROM \(table) WHERE \(column) IS NOT NULL")
            ) { row throws(StoreError) in try row.text("text") }
        }
    }

    /// Whether a text stands anywhere in the files of the database.
    func isInFiles(_ text: String) throws -> Bool {
        let files = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)
            .filter { $0.hasPrefix("gate.sqlite") && !$0.hasSuffix(".key") }
        #expect(files.contains("gate.sqlite"))
        return try files.contains { name in
            try Data(contentsOf: scratch.folder.appending(path: name)).range(of: Data(text.utf8)) != nil
        }
    }
}
