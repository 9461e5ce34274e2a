import Foundation

/// A folder of its own for one test, removed afterwards.
final class Scratch: Sendable {
    let folder: URL
    var database: String { folder.appending(path: "gate.sqlite").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "gardengate-http-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        // What is left behind in the temporary folder harms nobody.
        try? FileManager.default.removeItem(at: folder)
    }

    /// Holds the folder until here.
    func keep() {}
}
