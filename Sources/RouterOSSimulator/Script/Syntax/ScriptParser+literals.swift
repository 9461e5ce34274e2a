/// Texts in quotes, variables and arrays.
extension ScriptParser {
    private static let escapes: [UInt8: UInt8] = [
        .quote: .quote, .backslash: .backslash, .dollar: .dollar, UInt8(ascii: "n"): .newline,
        UInt8(ascii: "r"): .carriageReturn, UInt8(ascii: "t"): .tab, UInt8(ascii: "_"): .space,
        UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "v"): 0x0B,
        // Exports of 7.x escape a question mark, which asks for help when it is typed.
        UInt8(ascii: "?"): UInt8(ascii: "?"),
    ]

    /// `"…"` with escapes, and values behind a dollar sign.
    mutating func string() throws(ScriptFailure) -> ScriptExpression {
        let start = self.scanner.position
        self.scanner.advance()
        var parts: [ScriptExpression] = []
        var text: [UInt8] = []
        func flush() {
            if !text.isEmpty { parts.append(.literal(.string(WordBytes(text)))) }
            text = []
        }
        while let byte = self.scanner.next {
            switch byte {
            case .quote:
                self.scanner.advance()
                flush()
                if parts.isEmpty { return .literal(.emptyText) }
                if parts.count == 1, case .literal = parts[0] { return parts[0] }
                return .text(parts)
            case .backslash:
                if let escaped = try self.escape() { text.append(escaped) }
            case .dollar:
                flush()
                parts.append(try self.interpolation())
            default:
                text.append(byte)
                self.scanner.advance()
            }
        }
        throw .syntax("syntax error", at: start)
    }

    /// One escape sequence (manual, Scripting page; hexadecimal digits in capital letters only: measured).
    ///
    /// - Returns: nil for a line that goes on, whose indentation is left out too, as exports are written.
    private mutating func escape() throws(ScriptFailure) -> UInt8? {
        let position = self.scanner.position
        self.scanner.advance()
        guard let byte = self.scanner.next else { throw .syntax("syntax error", at: position) }
        if byte.isLineEnd {
            self.scanner.skipLineEnd()
            _ = self.scanner.takeWhile { $0 == .space || $0 == .tab }
            return nil
        }
        if let high = Self.hexadecimal(byte), let low = self.scanner.ahead(1).flatMap(Self.hexadecimal) {
            self.scanner.advance(2)
            return high << 4 | low
        }
        guard let escaped = Self.escapes[byte] else { throw .syntax("syntax error", at: position) }
        self.scanner.advance()
        return escaped
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        if byte.isDigit { return byte - UInt8(ascii: "0") }
        guard (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte) else { return nil }
        return byte - UInt8(ascii: "A") + 10
    }

    /// `$name`, `$(expression)` or `$[command]` inside of quotes; a name with a hyphen cannot stand there (measured).
    ///
    /// ASSUMED: a dollar sign before anything else is an error.
    private mutating func interpolation() throws(ScriptFailure) -> ScriptExpression {
        switch self.scanner.ahead(1) {
        case .openParenthesis, .openBracket:
            self.scanner.advance()
            return try self.operand(.value)
        case .some(let byte) where byte.isNamePart:
            self.scanner.advance()
            return .variable(self.scanner.takeWhile(\.isNamePart).text)
        default:
            throw self.syntaxError()
        }
    }

    /// `$name`, or `$"any name"`.
    mutating func variable() throws(ScriptFailure) -> ScriptExpression {
        let position = self.scanner.position
        self.scanner.advance()
        if self.scanner.next == .quote {
            guard case .literal(.string(let name)) = try self.string() else {
                throw .syntax("syntax error", at: position)
            }
            return .variable(name.text)
        }
        let name = self.scanner.takeWhile(\.isNamePart)
        guard !name.isEmpty else { throw self.syntaxError() }
        return .variable(name.text)
    }

    /// `{1; 2; name="x"}`; an empty one is a syntax error (manual, tips and tricks).
    mutating func array() throws(ScriptFailure) -> ScriptExpression {
        try self.nested { parser throws(ScriptFailure) in
            let start = parser.scanner.position
            parser.scanner.advance()
            var items: [ScriptArrayItem] = []
            while true {
                try parser.scanner.skipSpacesAndLines()
                if parser.scanner.take(.closeBrace) { break }
                items.append(try parser.arrayItem())
                try parser.scanner.skipSpacesAndLines()
                if parser.scanner.take(.semicolon) { continue }
                guard parser.scanner.next == .closeBrace else {
                    throw parser.scanner.next == nil
                        ? parser.syntaxError("missing closing brace") : parser.syntaxError()
                }
            }
            guard !items.isEmpty else { throw .syntax("syntax error", at: start) }
            return .array(items)
        }
    }

    /// ASSUMED: an element is one value, or several joined by commas; any other operator needs parentheses.
    private mutating func arrayItem() throws(ScriptFailure) -> ScriptArrayItem {
        let first = try self.arrayValue()
        guard self.scanner.next == .equals else {
            return ScriptArrayItem(key: nil, value: try self.joined(first))
        }
        self.scanner.advance()
        try self.scanner.skipSpacesAndLines()
        return ScriptArrayItem(key: first, value: try self.joined(try self.arrayValue()))
    }

    private mutating func joined(_ first: ScriptExpression) throws(ScriptFailure) -> ScriptExpression {
        try self.measured { parser throws(ScriptFailure) in
            var value = first
            while true {
                let before = parser.scanner
                try parser.scanner.skipSpaces()
                let position = parser.scanner.position
                guard parser.scanner.take(.comma) else {
                    parser.scanner = before
                    return value
                }
                try parser.scanner.skipSpaces()
                value = try parser.binary(.join, value, try parser.arrayValue(), position)
            }
        }
    }

    private mutating func arrayValue() throws(ScriptFailure) -> ScriptExpression {
        switch self.scanner.next {
        case .quote, .openParenthesis, .openBracket, .openBrace, .dollar:
            return try self.operand(.value)
        default:
            let word = self.scanner.takeWhile { !$0.endsWord && $0 != .equals && $0 != .comma }
            guard !word.isEmpty else { throw self.syntaxError() }
            return .word(word)
        }
    }
}
