/// One text file of the repository as the rules see it: a path from the root and the text, cut into lines once.
struct SourceFile: Sendable {
    /// The path from the repository's root, with `/`.
    let path: String
    /// The lines as they stand.
    let lines: [String]
    /// The same lines with comments, string contents and raw identifiers blanked out: what the compiler acts on.
    let code: [String]
    /// The same lines with everything but the comments blanked out.
    let comments: [String]

    init(path: String, text: String) {
        self.path = path
        self.lines = Self.cut(Array(text.utf8))
        let masked = path.hasSuffix(".swift") ? SwiftMask(text) : SwiftMask(verbatim: text)
        self.code = Self.cut(masked.code)
        self.comments = Self.cut(masked.comments)
    }

    /// The file's name without its folders.
    var name: Substring { path.split(separator: "/").last ?? "" }

    /// The folder below `Sources` or `Tests` that the file belongs to; nil outside of both.
    var module: Substring? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && (parts[0] == "Sources" || parts[0] == "Tests") ? parts[1] : nil
    }

    /// True below `Sources/`.
    var isSource: Bool { path.hasPrefix("Sources/") }

    /// True for a Swift file.
    var isSwift: Bool { path.hasSuffix(".swift") }

    private static func cut(_ bytes: [UInt8]) -> [String] {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
