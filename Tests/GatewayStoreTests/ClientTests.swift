import Foundation
import GatewayDomain
import Testing

@testable import GatewayStore

@Suite struct ClientTests {
    private func client(_ name: String, _ world: World) -> APIClient {
        APIClient(id: world.store.newID(), instance: world.instance.id, name: name, createdAt: World.start)
    }

    @Test func `a secret opens its own client and no other, until it is revoked`() async throws {
        let world = try await World()
        let shop = client("Shop", world)
        let kiosk = client("Kiosk", world)
        let secret = try await world.store.createClient(shop)
        let other = try await world.store.createClient(kiosk)
        #expect(secret.revealed.count == 64)
        #expect(secret != other)
        func opened(_ id: String, _ secret: String) async throws -> APIClient? {
            try await world.store.authenticateClient(id, secret: Secret(secret), now: World.start)
        }
        #expect(try await opened(shop.id.rawValue, secret.revealed)?.id == shop.id)
        #expect(try await opened(shop.id.rawValue.uppercased(), secret.revealed)?.name == "Shop")
        #expect(try await opened(kiosk.id.rawValue, secret.revealed) == nil)
        #expect(try await opened(shop.id.rawValue, other.revealed) == nil)
        #expect(try await opened(shop.id.rawValue, secret.revealed.uppercased() + "0") == nil)
        #expect(try await opened(shop.id.rawValue, String(secret.revealed.dropLast())) == nil)
        #expect(try await opened(shop.id.rawValue, "") == nil)
        #expect(try await opened("Shop", secret.revealed) == nil)
        #expect(try await opened("", "") == nil)
        let revoked = try await world.store.revokeClient("Shop", now: World.start + .seconds(5))
        #expect(revoked.revokedAt == World.start + .seconds(5))
        #expect(try await opened(shop.id.rawValue, secret.revealed) == nil)
        #expect(try await opened(kiosk.id.rawValue, other.revealed)?.id == kiosk.id)
        let again = try await world.store.revokeClient(shop.id.rawValue, now: World.start + .seconds(9))
        #expect(again.revokedAt == World.start + .seconds(5))
    }

    @Test func `the secret is not in the database`() async throws {
        let world = try await World()
        let secret = try await world.store.createClient(client("Shop", world))
        try world.store.close()
        var bytes = Data()
        for file in try FileManager.default.contentsOfDirectory(atPath: world.scratch.folder.path) {
            bytes += try Data(contentsOf: world.scratch.folder.appending(path: file))
        }
        #expect(bytes.range(of: Data("Shop".utf8)) != nil)
        #expect(bytes.range(of: Data(secret.revealed.utf8)) == nil)
        #expect("\(secret)" == "<redacted>")
    }

    @Test func `that a client was used is written at most once a minute`() async throws {
        let world = try await World()
        let shop = client("Shop", world)
        let secret = try await world.store.createClient(shop)
        func lastUse(after seconds: Int64) async throws -> Timestamp? {
            let now = World.start + .seconds(seconds)
            _ = try await world.store.authenticateClient(shop.id.rawValue, secret: secret, now: now)
            return try await world.store.clients(of: world.instance.id).first?.lastUsedAt
        }
        #expect(try await world.store.clients().first?.lastUsedAt == nil)
        #expect(try await lastUse(after: 1) == World.start + .seconds(1))
        #expect(try await lastUse(after: 60) == World.start + .seconds(1))
        let before = world.store.database.statementCount
        #expect(try await lastUse(after: 60) == World.start + .seconds(1))
        #expect(world.store.database.statementCount - before == 2, "one to look up the client, one to list it")
        #expect(try await lastUse(after: 61) == World.start + .seconds(61))
        let wrong = World.start + .seconds(600)
        _ = try await world.store.authenticateClient(shop.id.rawValue, secret: Secret("no"), now: wrong)
        #expect(try await world.store.clients().first?.lastUsedAt == World.start + .seconds(61))
    }

    @Test func `clients are listed by name, of one instance or of all`() async throws {
        let world = try await World()
        let other = try await world.otherInstance()
        let shop = client("Shop", world)
        var kiosk = client("Kiosk", world)
        kiosk.instance = other.id
        _ = try await world.store.createClient(shop)
        _ = try await world.store.createClient(kiosk)
        #expect(try await world.store.clients() == [kiosk, shop])
        #expect(try await world.store.clients(of: other.id) == [kiosk])
        _ = try await world.store.createClient(client("Shop", world))
        await #expect(throws: StoreError.ambiguous(kind: .apiClient, name: "Shop", count: 2)) {
            try await world.store.revokeClient("Shop", now: World.start)
        }
        await #expect(throws: StoreError.notFound(kind: .apiClient, reference: "Nobody")) {
            try await world.store.revokeClient("Nobody", now: World.start)
        }
        await #expect(throws: StoreError.invalidValue(.empty(.name))) {
            try await world.store.createClient(client("", world))
        }
        var lost = client("Lost", world)
        lost.instance = world.store.newID()
        let orphan = lost
        await #expect(throws: StoreError.notFound(kind: .instance, reference: orphan.instance.rawValue)) {
            try await world.store.createClient(orphan)
        }
    }

    @Test func `digests are equal only in every character`() {
        #expect(SecretSealing.isEqual("0a1b", "0a1b"))
        #expect(!SecretSealing.isEqual("0a1b", "0a1c"))
        #expect(!SecretSealing.isEqual("0a1b", "1a1b"))
        #expect(!SecretSealing.isEqual("0a1b", "0a1"))
        #expect(SecretSealing.isEqual("", ""))
    }
}
