import Foundation
import Testing

/// The checkout that these tests were compiled from.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// All text files below the folders `folders` of the root, sorted by path; a folder that is not there has none.
    static func files(below folders: [String]) throws -> [SourceFile] {
        try folders.flatMap { try paths(below: $0) }.compactMap { path in
            let data = try Data(contentsOf: root.appending(path: path))
            // A file that is not text (a recorded byte stream) is judged by its path alone.
            return SourceFile(path: path, text: String(data: data, encoding: .utf8) ?? "")
        }
    }

    /// The file at `path`, nil when there is none.
    static func file(_ path: String) throws -> SourceFile? {
        guard FileManager.default.fileExists(atPath: root.appending(path: path).path) else { return nil }
        return SourceFile(path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8))
    }

    static func isExecutable(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: root.appending(path: path).path)
    }

    private static func paths(below folder: String) throws -> [String] {
        let start = root.appending(path: folder)
        guard let all = FileManager.default.enumerator(atPath: start.path) else { return [] }
        var found: [String] = []
        while let entry = all.nextObject() as? String {
            let parts = entry.split(separator: "/")
            let isGenerated = parts.contains { $0 == "__pycache__" || $0 == ".pytest_cache" || $0.hasPrefix(".build") }
            if !isGenerated, all.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
                found.append("\(folder)/\(entry)")
            }
        }
        return found.sorted()
    }
}

/// Fails the test once for each violation, so that the output lists them all.
func expectNone(_ violations: [Violation], sourceLocation: SourceLocation = #_sourceLocation) {
    for violation in violations {
        Issue.record(Comment(rawValue: violation.description), sourceLocation: sourceLocation)
    }
}
