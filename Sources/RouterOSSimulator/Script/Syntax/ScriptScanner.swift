/// Walks over the bytes of a script and knows where it is.
struct ScriptScanner: Sendable {
    let bytes: [UInt8]
    private(set) var index = 0
    private(set) var position = ScriptPosition.start

    init(_ source: WordBytes) {
        self.bytes = source.bytes
    }

    var next: UInt8? {
        self.index < self.bytes.count ? self.bytes[self.index] : nil
    }

    func ahead(_ offset: Int) -> UInt8? {
        self.index + offset < self.bytes.count ? self.bytes[self.index + offset] : nil
    }

    func starts(with text: StaticString) -> Bool {
        text.withUTF8Buffer { text in
            text.count <= self.bytes.count - self.index
                && text.indices.allSatisfy { self.bytes[self.index + $0] == text[$0] }
        }
    }

    /// The bytes from a place to here.
    func text(from start: Int) -> WordBytes {
        WordBytes(self.bytes[start..<self.index])
    }

    /// Unix, Windows and old Macintosh line ends count as one line each (manual, Scripting page).
    mutating func advance() {
        guard let byte = self.next else { return }
        self.index += 1
        let endsLine = byte == .newline || (byte == .carriageReturn && self.next != .newline)
        if endsLine {
            self.position.line += 1
            self.position.column = 1
        } else {
            self.position.column += 1
        }
    }

    mutating func advance(_ count: Int) {
        for _ in 0..<count { self.advance() }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard self.next == byte else { return false }
        self.advance()
        return true
    }

    /// Spaces, and a backslash at the end of a line, which joins the next one; a backslash is illegal elsewhere.
    mutating func skipSpaces() throws(ScriptFailure) {
        while let byte = self.next {
            if byte == .space || byte == .tab {
                self.advance()
            } else if byte == .backslash {
                let place = self.position
                self.advance()
                guard self.next?.isLineEnd == true else { throw .syntax("syntax error", at: place) }
                self.skipLineEnd()
            } else {
                return
            }
        }
    }

    /// Everything that may stand between two commands: spaces, line ends, semicolons and comments.
    mutating func skipBetweenCommands() throws(ScriptFailure) {
        while true {
            try self.skipSpaces()
            guard let byte = self.next else { return }
            if byte.isLineEnd || byte == .semicolon {
                self.advance()
            } else if byte == .hash {
                self.skipComment()
            } else {
                return
            }
        }
    }

    /// As between commands, without semicolons: between the elements of an array.
    mutating func skipSpacesAndLines() throws(ScriptFailure) {
        while true {
            try self.skipSpaces()
            guard let byte = self.next else { return }
            if byte.isLineEnd {
                self.advance()
            } else if byte == .hash {
                self.skipComment()
            } else {
                return
            }
        }
    }

    /// A comment ends with its physical line; a backslash does not continue it (manual, Scripting page).
    mutating func skipComment() {
        while let byte = self.next, !byte.isLineEnd { self.advance() }
    }

    mutating func skipLineEnd() {
        if self.next == .carriageReturn, self.ahead(1) == .newline { self.advance() }
        self.advance()
    }

    mutating func takeWhile(_ isPart: (UInt8) -> Bool) -> WordBytes {
        let start = self.index
        while let byte = self.next, isPart(byte) { self.advance() }
        return self.text(from: start)
    }
}

extension UInt8 {
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")
    static let backslash = UInt8(ascii: "\\")
    static let semicolon = UInt8(ascii: ";")
    static let hash = UInt8(ascii: "#")
    static let quote = UInt8(ascii: "\"")
    static let dollar = UInt8(ascii: "$")
    static let equals = UInt8(ascii: "=")
    static let openBrace = UInt8(ascii: "{")
    static let closeBrace = UInt8(ascii: "}")
    static let openBracket = UInt8(ascii: "[")
    static let closeBracket = UInt8(ascii: "]")
    static let openParenthesis = UInt8(ascii: "(")
    static let closeParenthesis = UInt8(ascii: ")")
    static let comma = UInt8(ascii: ",")
    static let slash = UInt8(ascii: "/")
    static let colon = UInt8(ascii: ":")

    var isLineEnd: Bool { self == .newline || self == .carriageReturn }
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    var isLetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }

    /// Letters and digits: all that the name of a variable may have without quotes (manual, Scripting page).
    var isNamePart: Bool { self.isLetter || self.isDigit }

    /// A name of the command tree, or of a property.
    var isCommandPart: Bool {
        self.isNamePart || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
    }

    /// What ends a word that stands outside of quotes.
    var endsWord: Bool {
        switch self {
        case .space, .tab, .newline, .carriageReturn, .semicolon, .closeBrace, .closeBracket, .closeParenthesis, .quote,
            .openBrace, .openBracket, .openParenthesis, .dollar, .backslash:
            true
        default: false
        }
    }
}
