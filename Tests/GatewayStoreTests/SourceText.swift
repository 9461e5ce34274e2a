import Foundation

/// The sources that these tests are about.
enum SourceText {
    static func folder(_ path: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: path)
    }

    static func files(in folder: URL) throws -> [(path: String, text: String)] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return try names.filter { $0.hasSuffix(".swift") }.map { name in
            (path: "/" + name, text: try String(contentsOf: folder.appending(path: name), encoding: .utf8))
        }
    }
}
