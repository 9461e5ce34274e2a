import Foundation
import GRDB
import GatewayDomain
import Testing

@testable import GatewayStore

/// The disk of the database is full: SQLite's own answer, which it also gives at its largest number of pages.
@Suite struct FullDiskTests {
    private static func setFull(_ isFull: Bool, _ store: Store) throws {
        let pool = try #require(store.database as? SQLiteDatabase).pool
        try pool.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(isFull ? pages : 1_073_741_823)")
        }
    }

    @Test func `nothing is half-written, the error names the file and the remedy, and with room it goes on`()
        async throws
    {
        let world = try await World()
        let before = try await world.coupons(3).map(\.code)
        try Self.setFull(true, world.store)
        let now = World.start
        let error = await #expect(throws: StoreError.self) {
            while true { _ = try await world.coupons(200) }
        }
        guard case .unavailable(let text) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(text.contains("the disk of the database \(world.scratch.database) is full"), "\(text)")
        #expect(text.contains("make room"))
        let held = try await world.store.coupons(of: world.instance.id, now: now).map(\.code)
        #expect(held.count % 200 == 3)
        #expect(Set(held).isSuperset(of: before))
        try Self.setFull(false, world.store)
        #expect(try await world.coupons(200).count == 200)
        #expect(try await world.store.coupons(of: world.instance.id, now: now).count == held.count + 200)
        try world.store.close()
        try await world.scratch.open().close()
    }
}
