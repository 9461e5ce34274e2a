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

    @Test func `plans that show the guest's device go, other plans stay`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        for (index, text) in ["mac-address \(mac)", "nothing of the kind"].enumerated() {
            let work = try #require(
                try await world.claim(at: now + .seconds(Int64(index))).first { $0.device == world.harbourDevice }
            )
            var run = world.run(work, at: now)
            run.plan = PlanDocument(
                lines: [],
                counts: PlanDocument.Counts(),
                findings: [PlanDocument.Note(code: "x", subject: "", message: text, remedy: "")],
                refusal: nil
            )
            try await world.store.finish(work, run: run, followUp: FollowUp(lookAt: now), now: now)
        }
        _ = try await world.store.record([world.report(code, at: world.harbourDevice, mac: mac)], now: now)
        _ = try await world.store.eraseGuest(.macAddress(mac), now: now)
        #expect(try await world.texts("sync_runs", "plan").count == 1)
        #expect(try await world.texts("sync_runs", "plan").allSatisfy { $0.contains("nothing of the kind") })
    }
}
