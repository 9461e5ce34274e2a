import Foundation
import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct CrashTests {
    @Test func `a power cut inside a transaction leaves nothing of it`() async throws {
        let world = try await World()
        let kept = try await world.coupons(1)
        let copy = try Scratch()
        let rows = SQLRows(0..<100_000) { ["CODE\($0)"] }
        try await world.store.write { [scratch = world.scratch] connection throws(StoreError) in
            // More pages than the cache holds, so that a part of them is in the file before the commit.
            try connection.query(
                """
                INSERT INTO names (name, kind) SELECT r.name, 'coupon' FROM \(rows: 1, ["name": .text]) AS r WHERE true
                """,
                [rows]
            )
            try connection.query("UPDATE coupons SET revoked_at = 1")
            try scratch.snapshot(to: copy)
        }
        let log = try FileManager.default.attributesOfItem(atPath: copy.database + "-wal")[.size] as? Int
        #expect(try #require(log) > 1 << 20, "nothing of the transaction was in the file: the test proves nothing")
        let found = try await copy.open()
        #expect(try await found.coupons(of: world.instance.id, now: World.start) == kept)
        let names = try await found.read { connection throws(StoreError) in
            try connection.query("SELECT COUNT(*) AS names FROM names").first?.integer("names")
        }
        #expect(names == 1)
    }

    @Test func `what was answered survives a power cut right after the answer`() async throws {
        let world = try await World()
        let code = try await world.coupons(1)[0].code
        _ = try await world.store.record([world.report(code, at: world.harbourDevice)], now: World.start)
        let copy = try Scratch()
        try world.scratch.snapshot(to: copy)
        let found = try await copy.open()
        #expect(try await found.redemptions(at: world.harbour.id).map(\.code) == [code])
        #expect(try await found.claimWork(holder: world.holder, limit: 9, now: World.start).count == 2)
        #expect(try await found.password(of: world.harbourDevice.id).revealed == "open-sesame-10.0.0.1")
    }
}
