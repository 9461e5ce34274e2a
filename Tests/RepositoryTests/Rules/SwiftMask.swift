/// Separates a Swift text into code and comments, each with everything else turned into spaces.
///
/// Small on purpose: it knows comments (nested ones too), string literals of every form with interpolation, raw
/// identifiers, and a regular-expression literal where one may begin. Line ends stay where they are, so that a line
/// number means the same in the text, the code and the comments.
struct SwiftMask {
    private(set) var code: [UInt8]
    private(set) var comments: [UInt8]
    private let text: [UInt8]
    private var position = 0

    init(_ text: String) {
        self.text = Array(text.utf8)
        self.code = self.text
        self.comments = self.text.map { $0 == Self.newline ? $0 : Self.space }
        while position < self.text.count { step() }
    }

    /// A text of another language: all of it counts as code and as comment.
    init(verbatim text: String) {
        self.text = Array(text.utf8)
        self.code = self.text
        self.comments = self.text
    }

    private static let newline = UInt8(ascii: "\n")
    private static let space = UInt8(ascii: " ")
    private static let quote = UInt8(ascii: "\"")
    private static let hash = UInt8(ascii: "#")
    private static let slash = UInt8(ascii: "/")
    private static let backslash = UInt8(ascii: "\\")

    private func at(_ offset: Int) -> UInt8? {
        position + offset < text.count ? text[position + offset] : nil
    }

    private func follows(_ expected: String) -> Bool {
        text[position...].starts(with: expected.utf8)
    }

    /// Blanks `count` bytes of code and moves on.
    private mutating func hide(_ count: Int, comment: Bool = false) {
        for _ in 0..<count where position < text.count {
            if text[position] != Self.newline {
                if comment { comments[position] = text[position] }
                code[position] = Self.space
            }
            position += 1
        }
    }

    private mutating func step() {
        if follows("//") {
            while let byte = at(0), byte != Self.newline { hide(1, comment: true) }
        } else if follows("/*") {
            blockComment()
        } else if at(0) == Self.quote {
            string(hashes: 0)
        } else if at(0) == Self.hash, let hashes = hashesBeforeQuote() {
            hide(hashes)
            string(hashes: hashes)
        } else if at(0) == UInt8(ascii: "`") {
            hide(1)
            while let byte = at(0), byte != UInt8(ascii: "`"), byte != Self.newline { hide(1) }
            hide(1)
        } else if at(0) == Self.slash, let length = regexLength() {
            hide(length)
        } else {
            position += 1
        }
    }

    private mutating func blockComment() {
        var depth = 0
        repeat {
            if follows("/*") {
                depth += 1
                hide(2, comment: true)
            } else if follows("*/") {
                depth -= 1
                hide(2, comment: true)
            } else {
                hide(1, comment: true)
            }
        } while depth > 0 && position < text.count
    }

    private func hashesBeforeQuote() -> Int? {
        var count = 0
        while at(count) == Self.hash { count += 1 }
        return at(count) == Self.quote ? count : nil
    }

    private mutating func string(hashes: Int) {
        let marks = String(repeating: "#", count: hashes)
        let isMultiline = follows("\"\"\"")
        let end = (isMultiline ? "\"\"\"" : "\"") + marks
        let escape = "\\" + marks
        hide(isMultiline ? 3 : 1)
        while let byte = at(0) {
            if follows(end) { return hide(end.utf8.count) }
            if byte == Self.newline && !isMultiline { return }
            if follows(escape + "(") {
                hide(escape.utf8.count)
                interpolation()
            } else if follows(escape) {
                hide(escape.utf8.count + 1)
            } else {
                hide(1)
            }
        }
    }

    /// Leaves the code of an interpolation visible: it is compiled like any other.
    private mutating func interpolation() {
        var depth = 0
        repeat {
            if at(0) == UInt8(ascii: "(") { depth += 1 }
            if at(0) == UInt8(ascii: ")") { depth -= 1 }
            step()
        } while depth > 0 && position < text.count
    }

    /// The length of a regular-expression literal, where the byte before says that an operand must follow.
    private func regexLength() -> Int? {
        guard let next = at(1), next != Self.space, next != Self.newline else { return nil }
        var before = position - 1
        while before >= 0, text[before] == Self.space { before -= 1 }
        guard before < 0 || "(,=:[{\n".utf8.contains(text[before]) else { return nil }
        var length = 1
        while let byte = at(length), byte != Self.newline {
            if byte == Self.slash { return length + 1 }
            length += byte == Self.backslash ? 2 : 1
        }
        return nil
    }
}
