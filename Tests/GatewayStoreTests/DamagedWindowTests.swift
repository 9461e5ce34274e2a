import GatewayDomain
import Testing

@testable import GatewayStore

/// Windows that this version cannot read.
@Suite struct DamagedWindowTests {
    @Test func `the error names the site and what cannot be read`() async throws {
        let world = try await World()
        let site = world.harbour
        _ = try await world.store.database.write { connection throws(StoreError) in
            try connection.query(
                "UPDATE sites SET windows = 'mon 02:00-05:00 Mars/Olympus_Mons' WHERE id = $1",
                [site.id]
            )
        }
        let error = await #expect(throws: StoreError.self) { try await world.store.sites() }
        let text = error?.description ?? ""
        #expect(text.contains(site.name) && text.contains("Mars/Olympus_Mons"), "\(text)")
    }
}
