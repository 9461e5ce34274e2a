/// Reads JSON (RFC 8259) into values of a script.
struct ScriptJSONReader {
    private static let depthMaximum = 32

    private var scanner: ScriptScanner
    /// `json.no-string-conversion`: texts stay texts.
    private let keepsTexts: Bool
    private var depth = 0

    init(_ text: WordBytes, keepsTexts: Bool) {
        self.scanner = ScriptScanner(text)
        self.keepsTexts = keepsTexts
    }

    /// The whole text as one value, or nil when it is no JSON.
    mutating func document() -> ScriptValue? {
        guard let value = self.value() else { return nil }
        self.skipSpaces()
        return self.scanner.next == nil ? value : nil
    }

    private mutating func skipSpaces() {
        while let byte = self.scanner.next, byte == .space || byte == .tab || byte.isLineEnd { self.scanner.advance() }
    }

    private mutating func value() -> ScriptValue? {
        self.skipSpaces()
        switch self.scanner.next {
        case .openBrace: return self.collection(closing: .closeBrace, hasKeys: true)
        case .openBracket: return self.collection(closing: .closeBracket, hasKeys: false)
        case .quote:
            guard let text = self.text() else { return nil }
            // ASSUMED: a text is converted by the form that it would have without quotes in a script.
            return self.keepsTexts ? .string(text) : ScriptLiteral.single(text)
        default:
            let word = self.scanner.takeWhile { $0.isCommandPart || $0 == UInt8(ascii: "+") }
            switch word.text {
            case "true": return .boolean(true)
            case "false": return .boolean(false)
            case "null": return .some(.nothing)
            default: return self.number(word)
            }
        }
    }

    /// ASSUMED: a number with a fraction is kept as text, since the language has whole numbers only.
    private func number(_ word: WordBytes) -> ScriptValue? {
        guard let first = word.bytes.first, first.isDigit || first == UInt8(ascii: "-"), Double(word.text) != nil else {
            return nil
        }
        return ScriptLiteral.number(word).map { .number($0) } ?? .string(word)
    }

    private mutating func collection(closing: UInt8, hasKeys: Bool) -> ScriptValue? {
        guard self.depth < Self.depthMaximum else { return nil }
        self.depth += 1
        defer { self.depth -= 1 }
        self.scanner.advance()
        var array = ScriptArray()
        self.skipSpaces()
        if self.scanner.take(closing) { return .array(array) }
        while true {
            var key: WordBytes?
            if hasKeys {
                self.skipSpaces()
                guard self.scanner.next == .quote, let text = self.text() else { return nil }
                self.skipSpaces()
                guard self.scanner.take(.colon) else { return nil }
                key = text
            }
            guard let value = self.value() else { return nil }
            if let key { array.set(value, for: key) } else { array.append(value) }
            self.skipSpaces()
            if self.scanner.take(closing) { return .array(array) }
            guard self.scanner.take(.comma) else { return nil }
        }
    }

    private mutating func text() -> WordBytes? {
        self.scanner.advance()
        var bytes: [UInt8] = []
        while let byte = self.scanner.next {
            self.scanner.advance()
            switch byte {
            case .quote: return WordBytes(bytes)
            case .backslash:
                guard let escaped = self.escape() else { return nil }
                bytes += escaped
            case 0..<0x20: return nil
            default: bytes.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> [UInt8]? {
        let simple: [UInt8: UInt8] = [
            UInt8(ascii: "n"): .newline, UInt8(ascii: "r"): .carriageReturn, UInt8(ascii: "t"): .tab,
            UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, .slash: .slash, .quote: .quote, .backslash: .backslash,
        ]
        guard let byte = self.scanner.next else { return nil }
        self.scanner.advance()
        if let escaped = simple[byte] { return [escaped] }
        guard byte == UInt8(ascii: "u"), let high = self.unit() else { return nil }
        if let scalar = Unicode.Scalar(high) { return Array(String(Character(scalar)).utf8) }
        guard (0xD800..<0xDC00).contains(high), self.scanner.take(.backslash), self.scanner.take(UInt8(ascii: "u")),
            let low = self.unit(), (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { return nil }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func unit() -> UInt32? {
        let digits = (0..<4).compactMap { self.scanner.ahead($0) }
        guard digits.count == 4, let bytes = ScriptArguments.bytes(hexadecimal: digits) else { return nil }
        self.scanner.advance(4)
        return UInt32(bytes[0]) << 8 | UInt32(bytes[1])
    }
}
