import TestSeeds
import Foundation
import GatewayDomain
import Testing

@testable import GatewayStore

/// A folder of its own for one test, removed afterwards.
final class Scratch: Sendable {
    let folder: URL
    var database: String { folder.appending(path: "gate.sqlite").path }
    var keyFile: String { database + ".key" }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "gardengate-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        // What is left behind in the temporary folder harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }

    func open(seed: UInt64? = nil) async throws -> Store {
        var configuration = StoreConfiguration(path: database)
        if let seed { configuration.generator = SeededGenerator(seed: seed) }
        return try await Store.open(configuration)
    }
}

extension Scratch {
    /// Copies the files as they are on the disk: what a machine that loses power now would find at its next start.
    func snapshot(to other: Scratch) throws(StoreError) {
        do {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
            where name != "gate.sqlite-shm" {
                let target = other.folder.appending(path: name)
                if FileManager.default.fileExists(atPath: target.path) {
                    try FileManager.default.removeItem(at: target)
                }
                try FileManager.default.copyItem(at: folder.appending(path: name), to: target)
            }
        } catch {
            throw .unavailable("\(error)")
        }
    }
}
