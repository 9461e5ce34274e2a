import Foundation

@testable import RouterOSAPI

/// An exchange with a real router that somebody published: a file of `fixtures/sentences`.
///
/// A line `> word` was sent to the router, `< word` came from it, and a mark alone ends a sentence.
struct Recording: CustomStringConvertible {
    /// A sentence and who sent it.
    struct Line {
        let isFromRouter: Bool
        let words: [String]
    }

    let name: String
    let lines: [Line]

    var description: String { name }

    /// Every sentence, whoever sent it.
    var sentences: [[String]] { lines.map(\.words) }

    /// All recordings, by name.
    static func all() throws -> [Recording] {
        let folder = fixtures.appendingPathComponent("sentences")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .filter { $0 != "word-lengths.txt" }
            .map {
                try Recording(name: $0, text: String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
            }
    }

    /// The lengths of words and their prefixes.
    static func wordLengths() throws -> [(length: Int, prefix: [UInt8])] {
        let file = fixtures.appendingPathComponent("sentences/word-lengths.txt")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ")
            guard !line.hasPrefix("#"), let length = Int(parts[0]) else { return nil }
            return (length, parts.dropFirst().compactMap { UInt8($0, radix: 16) })
        }
    }

    private static let fixtures = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("fixtures")

    private init(name: String, text: String) {
        self.name = name
        var lines: [Line] = []
        var words: [String] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let isFromRouter = line.hasPrefix("<")
            let word = line.dropFirst().drop { $0 == " " }
            if word.isEmpty {
                lines.append(Line(isFromRouter: isFromRouter, words: words))
                words = []
            } else {
                words.append(String(word))
            }
        }
        self.lines = lines
    }
}
