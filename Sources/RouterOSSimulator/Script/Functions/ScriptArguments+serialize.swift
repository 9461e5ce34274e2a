import RouterOSAPI

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// `:serialize` and `:deserialize`.
extension ScriptArguments {
    /// `json.no-string-conversion` is known from 7.16 (absent from the command tree of 7.15).
    private func options(_ version: RouterOSVersion) throws(ScriptFailure) -> Set<String> {
        let given = Set(self["options"].asArray.elements?.all.map(\.shown.text) ?? [])
        var known: Set<String> = ["json.pretty"]
        if version >= RouterOSVersion(7, 16) { known.insert("json.no-string-conversion") }
        for option in given.subtracting(known) {
            if option.hasPrefix("dsv.") { throw .notSimulated("options=\(option)", at: self.position) }
            throw .runtime("input does not match any value of options", at: self.position)
        }
        return given
    }

    func serialized(_ version: RouterOSVersion) throws(ScriptFailure) -> WordBytes {
        let options = try self.options(version)
        guard self["to"].shown == "json" else {
            throw .notSimulated(":serialize to=\(self["to"].shown)", at: self.position)
        }
        if options.contains("json.pretty") { throw .notSimulated("options=json.pretty", at: self.position) }
        var bytes: [UInt8] = []
        try self.write(self["value"], to: &bytes, keepsTexts: options.contains("json.no-string-conversion"))
        return WordBytes(bytes)
    }

    func deserialized(_ version: RouterOSVersion) throws(ScriptFailure) -> ScriptValue {
        let options = try self.options(version)
        guard self["from"].shown == "json" else {
            throw .notSimulated(":deserialize from=\(self["from"].shown)", at: self.position)
        }
        var reader = ScriptJSONReader(self["value"].shown, keepsTexts: options.contains("json.no-string-conversion"))
        guard let value = reader.document() else {
            // ASSUMED: the wording.
            throw .runtime("failure: invalid json", at: self.position)
        }
        return value
    }

    /// Elements with keys make an object, those without an array.
    ///
    /// ASSUMED: an array of both is refused; times and addresses become texts, and what is absent `null`.
    private func write(_ value: ScriptValue, to bytes: inout [UInt8], keepsTexts: Bool) throws(ScriptFailure) {
        switch value {
        case .nothing, .none: bytes += "null".utf8
        case .boolean, .number: bytes += value.shown.bytes
        case .string(let text):
            if !keepsTexts, let number = Self.number(text) {
                bytes += number.utf8
            } else {
                Self.write(text, to: &bytes)
            }
        case .array(let array):
            if !array.keys.isEmpty, !array.values.isEmpty {
                throw .notSimulated("JSON of an array of elements with and without keys", at: self.position)
            }
            let isObject = !array.keys.isEmpty
            bytes.append(isObject ? .openBrace : .openBracket)
            for (index, pair) in array.pairs.enumerated() {
                if index > 0 { bytes.append(.comma) }
                if isObject {
                    Self.write(pair.key.shown, to: &bytes)
                    bytes.append(.colon)
                }
                try self.write(pair.value, to: &bytes, keepsTexts: keepsTexts)
            }
            bytes.append(isObject ? .closeBrace : .closeBracket)
        default: Self.write(value.shown, to: &bytes)
        }
    }

    /// The number trap: `"1234"` becomes `1234.000000` (manual, Scripting page).
    ///
    /// ASSUMED: so does every text that C reads as a decimal number to its end, exponents and leading zeros included.
    static func number(_ text: WordBytes) -> String? {
        let letters = Set("0123456789+-.eE".utf8)
        guard text.bytes.contains(where: \.isDigit), text.bytes.count <= 300, text.bytes.allSatisfy(letters.contains),
            let number = Double(text.text), number.isFinite
        else { return nil }
        return Self.sixDecimals(number)
    }

    /// As C writes `%f`.
    private static func sixDecimals(_ number: Double) -> String {
        withVaList([number]) { list in
            var buffer = [CChar](repeating: 0, count: 512)
            // SAFETY: `vsnprintf` writes at most so many bytes, its zero included, and a finite double has fewer than 320 digits.
            vsnprintf(&buffer, buffer.count, "%f", list)
            return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// ASSUMED: bytes that are no UTF-8 are left as they are.
    private static func write(_ text: WordBytes, to bytes: inout [UInt8]) {
        bytes.append(.quote)
        for byte in text.bytes {
            switch byte {
            case .quote, .backslash: bytes += [.backslash, byte]
            case .newline: bytes += "\\n".utf8
            case .carriageReturn: bytes += "\\r".utf8
            case .tab: bytes += "\\t".utf8
            case 0..<0x20: bytes += "\\u00\(Self.hexadecimal([byte]))".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(.quote)
    }
}
