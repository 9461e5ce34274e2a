import Foundation
import GatewayStore

/// A store in a folder of its own.
enum TestStore {
    /// Opens a new store, and removes it when `body` is done.
    static func with<Value>(_ body: (Store) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "gardengate-http-\(UUID().uuidString)")
        // What is left behind in the temporary folder harms nobody.
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try await Store.open(StoreConfiguration(path: folder.appending(path: "gate.sqlite").path))
        do {
            let value = try await body(store)
            try store.close()
            return value
        } catch {
            // The first error says more than one of closing would.
            try? store.close()
            throw error
        }
    }
}
