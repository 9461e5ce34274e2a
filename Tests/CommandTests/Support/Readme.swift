import Foundation

/// The README as its readers take it: chapters, with what they type and what is told in between.
struct Readme {
    /// What stands below one heading, up to the next one.
    struct Chapter {
        /// The headings that it stands below, the outermost first, without the README's own.
        let titles: [String]
        /// The lines within fences.
        var code: [String] = []
        /// Everything else, as one line.
        var prose = ""

        /// What stands in backquotes.
        var spans: [String] {
            prose.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .compactMap { $0.offset.isMultiple(of: 2) ? nil : String($0.element) }
        }
    }

    private(set) var chapters = [Chapter(titles: [])]

    /// Reads the README of this package.
    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        self.init(try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8))
    }

    /// Reads a text.
    init(_ text: String) {
        var isCode = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isCode.toggle()
            } else if isCode {
                chapters[chapters.count - 1].code.append(String(line))
            } else if line.hasPrefix("#") {
                let level = line.prefix { $0 == "#" }.count
                let above = chapters[chapters.count - 1].titles.prefix(max(level - 2, 0))
                let title = line.drop { $0 == "#" || $0 == " " }
                chapters.append(Chapter(titles: level == 1 ? [] : above + [String(title)]))
            } else {
                chapters[chapters.count - 1].prose += line + " "
            }
        }
    }

    /// Words as a shell takes them apart, where only double quotes are used.
    static func words(_ line: String) -> [String] {
        line.split(separator: Character("\""), omittingEmptySubsequences: false).enumerated().flatMap { index, part in
            index.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [String(part)]
        }
    }
}
