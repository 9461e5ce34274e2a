import GatewayDomain
import Testing

@testable import GatewayStore

/// A guest can ask to be erased, at any time, also while online.
@Suite struct GuestErasingTests {
    private let now = World.start + .seconds(60)
    private let mac = "AA:BB:CC:00:00:01"

    @Test func `one guest is erased by a MAC address, others are not`() async throws {
        let world = try await World()
        let codes = try await world.coupons(2).map(\.code)
        let mine = world.report(codes[0], at: world.harbourDevice, mac: mac)
        let other = world.report(codes[1], at: world.harbourDevice, mac: "AA:BB:CC:00:00:02")
        _ = try await world.store.record([mine, other], now: now)
        // A report, a session and a redemption.
        #expect(try await world.store.eraseGuest(.macAddress(mac), now: now) == 3)
        #expect(try await world.texts("reports", "mac_address") == ["AA:BB:CC:00:00:02"])
        #expect(try await world.texts("guest_sessions", "mac_address") == ["AA:BB:CC:00:00:02"])
        #expect(try await world.texts("redemptions", "holder_mac") == ["AA:BB:CC:00:00:02"])
        #expect(try await world.store.eraseGuest(.macAddress(mac), now: now) == 0)
    }

    @Test func `a guest who came again with the same coupon and is erased is not put out as if it was released`()
        async throws
    {
        let world = try await World()
        try await world.store.updateInstance(world.instance.id, isHeld: false, now: now) {
            $0.devicePolicy = .newestWins
        }
        let code = try await world.coupons(1)[0].code
        let again = World.start + .seconds(600)
        for login in [World.start, again] {
            var report = world.report(code, at: world.harbourDevice, mac: mac, login: login)
            report.observedAt = login + .seconds(1)
            _ = try await world.store.record([report], now: report.observedAt)
        }
        let later = again + .seconds(60)
        #expect(try await world.store.eraseGuest(.macAddress(mac), now: later) > 0)
        let state = try await world.store.desiredState(
            for: world.harbourDevice.id,
            scope: .names([code]),
            now: later
        )
        #expect(state.endings[code] == nil)
        #expect(try await world.store.releaseCoupon(code, now: later).redemption?.isReleased == true)
    }

    @Test func `a guest who is online goes on, and stays erased`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        try await world.store.addHotspotUser(world.account("pilot", at: world.harbour))
        var reports = [
            world.report(code, at: world.harbourDevice, mac: mac),
            world.report("pilot", at: world.harbourDevice, mac: mac),
        ]
        for index in reports.indices { reports[index].address = "10.5.50.\(index)" }
        _ = try await world.store.record(reports, now: now)
        #expect(try await world.store.eraseGuest(.macAddress(mac), now: now) > 0)
        // The next looks show the same sessions, with all that the router knows.
        for minute in 1...10 {
            for index in reports.indices {
                reports[index].observedAt = now + .seconds(Int64(minute) * 60)
                reports[index].uptimeSeconds = Int64(minute) * 60 + 60
            }
            let again = try await world.store.record(reports, now: now + .seconds(Int64(minute) * 60))
            #expect(again.map(\.isNew) == [false, false])
        }
        for table in ["reports", "guest_sessions"] {
            #expect(try await world.texts(table, "mac_address").isEmpty)
            #expect(try await world.texts(table, "address").isEmpty)
            #expect(try await world.texts(table, "user_name").contains("pilot") == false)
        }
        let open = try await world.store.read { connection throws(StoreError) in
            try connection.query("SELECT COUNT(*) AS n FROM guest_sessions WHERE ended_at IS NULL").first?.integer("n")
        }
        #expect(open == 2)
        #expect(try await world.texts("guest_sessions", "id").count == 2)
    }

    @Test(arguments: ["code", "pilot"])
    func `the logout of a guest who was erased while online is recorded without telling who it was`(
        kind: String
    ) async throws {
        let world = try await World()
        try await world.store.addHotspotUser(world.account("pilot", at: world.harbour))
        let name = kind == "code" ? try await world.coupons(1)[0].code : kind
        var report = world.report(name, at: world.harbourDevice, source: .listen, mac: mac)
        report.address = "10.5.50.7"
        _ = try await world.store.record([report], now: now)
        #expect(try await world.store.eraseGuest(.macAddress(mac), now: now) > 0)
        // The router tells all that it knows when the guest goes, and tells it again.
        let end = now + .seconds(600)
        report.event = .logout
        (report.observedAt, report.endedAt, report.endCause) = (end, end, "user request")
        report.uptimeSeconds = 660
        #expect(try await world.store.record([report], now: end).map(\.meaning) == [.ended])
        #expect(try await world.store.record([report], now: end).map(\.isNew) == [false])
        #expect(try await world.texts("reports", "end_cause") == ["user request"])
        for table in ["reports", "guest_sessions"] {
            #expect(try await world.texts(table, "mac_address").isEmpty)
            #expect(try await world.texts(table, "address").isEmpty)
            #expect(try await world.texts(table, "user_name").contains("pilot") == false)
        }
        #expect(try await world.texts("guest_sessions", "end_cause") == ["user request"])
    }

    @Test func `a name finds an account and a stranger, a code its guest, and the code stays`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        var reports = [
            world.report(code, at: world.harbourDevice, mac: mac),
            world.report("Famille Martin", at: world.museumDevice, source: .script, mac: "AA:BB:CC:00:00:02"),
        ]
        reports[0].address = "10.5.50.9"
        _ = try await world.store.record(reports, now: now)
        #expect(try await world.store.eraseGuest(.name("Famille Martin"), now: now) == 1)
        #expect(try await world.texts("reports", "user_name").contains(code))
        #expect(try await world.texts("reports", "user_name").contains("Famille Martin") == false)
        #expect(try await world.store.eraseGuest(.name(code.lowercased()), now: now) == 3)
        #expect(try await world.texts("reports", "mac_address").isEmpty)
        #expect(try await world.store.redemptions(at: world.harbour.id).map(\.code) == [code])
    }

    @Test func `an IP address finds all who had it`() async throws {
        let world = try await World()
        let codes = try await world.coupons(3).map(\.code)
        let reports = codes.enumerated().map { index, code in
            var report = world.report(code, at: world.harbourDevice, mac: "AA:BB:CC:00:00:1\(index)")
            report.address = index == 2 ? "10.5.50.70" : "10.5.50.7"
            return report
        }
        _ = try await world.store.record(reports, now: now)
        #expect(try await world.store.eraseGuest(.address("10.5.50.7"), now: now) == 6)
        #expect(try await world.texts("reports", "mac_address") == ["AA:BB:CC:00:00:12"])
        #expect(try await world.texts("redemptions", "mac_address") == ["AA:BB:CC:00:00:12"])
    }

    @Test func `the audit log tells that somebody was erased, and of whom nothing`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        _ = try await world.store.record([world.report(code, at: world.harbourDevice, mac: mac)], now: now)
        let note = WriteNote(actor: .command("ada"), action: "guest erase", target: "", at: now)
        _ = try await world.store.acting(for: note).eraseGuest(.macAddress(mac), now: now)
        let entry = try #require(try await world.store.auditEntries(limit: 1).first)
        #expect(entry.action == "guest erase")
        #expect(entry.actor.name == "ada")
        #expect(entry.target.hasPrefix("mac ") && entry.target.count == 20)
        #expect(!entry.target.contains(mac))
        // It stands for this guest only, and for nobody who does not have the key file.
        let digests = [("mac", mac), ("mac", "AA:BB:CC:00:00:02"), ("name", mac)].map { kind, value in
            "\(kind) \(world.store.sealing.digest(["erased guest", kind, value], length: 16))"
        }
        #expect(entry.target == digests[0])
        #expect(Set(digests).count == 3)
        // Nothing was changed by the second one, so that nothing is noted.
        _ = try await world.store.acting(for: note).eraseGuest(.macAddress(mac), now: now)
        #expect(try await world.store.auditEntries(limit: 10).filter { $0.action == "guest erase" }.count == 1)
    }

    /// Lets a run of a device end whose plan shows something.
    private func show(_ text: String, at device: Device, in world: World, after seconds: Int64) async throws {
        let time = now + .seconds(seconds)
        let work = try #require(try await world.claim(at: time).first { $0.device == device })
        var run = world.run(work, at: now)
        run.plan = PlanDocument(
            lines: [PlanDocument.Line(sign: "+", kind: "user", name: "x", detail: text)],
            counts: PlanDocument.Counts(),
            findings: []
        )
        try await world.store.finish(work, run: run, followUp: FollowUp(lookAt: now), now: now)
    }

    @Test func `plans that show the guest's device go, other plans stay`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        try await show("mac-address \(mac)", at: world.harbourDevice, in: world, after: 0)
        try await show("nothing of the kind", at: world.harbourDevice, in: world, after: 1)
        _ = try await world.store.record([world.report(code, at: world.harbourDevice, mac: mac)], now: now)
        _ = try await world.store.eraseGuest(.macAddress(mac), now: now)
        #expect(try await world.texts("sync_runs", "plan").count == 1)
        #expect(try await world.texts("sync_runs", "plan").allSatisfy { $0.contains("nothing of the kind") })
    }

    @Test func `a plan of the site's other router goes as well, also when the guest is told by an IP address`()
        async throws
    {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        let other = try await World.device("192.0.2.77", at: world.harbour, world.store)
        var report = world.report(code, at: world.harbourDevice, mac: mac)
        report.address = "10.5.50.7"
        _ = try await world.store.record([report], now: now)
        try await show("mac-address \(mac)", at: other, in: world, after: 0)
        _ = try await world.store.eraseGuest(.address("10.5.50.7"), now: now)
        #expect(try await world.texts("sync_runs", "plan").isEmpty)
    }

    @Test func `a removed account is found as its name was given, and in plans as those are written`() async throws {
        let world = try await World()
        for name in [#"Zoë "Müller" a/b"#, "straße"] {
            let account = world.account(name, at: world.harbour)
            try await world.store.addHotspotUser(account)
            try await show("name \(name)", at: world.harbourDevice, in: world, after: 0)
            try await world.store.removeHotspotUser(name, at: world.harbour.id, now: now)
            #expect(try await world.store.eraseGuest(.name(name), now: now) == 1)
            #expect(try await world.texts("sync_runs", "plan").isEmpty)
            #expect(try await world.texts("hotspot_users", "name").contains(name) == false)
            #expect(try await world.texts("names", "name").contains(name.uppercased()) == false)
        }
    }
}
