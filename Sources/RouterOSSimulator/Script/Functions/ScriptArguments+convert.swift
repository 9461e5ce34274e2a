import Crypto

/// `:convert` between forms of text.
extension ScriptArguments {
    /// Forms: manual, Scripting page.
    ///
    /// Those that are not here are not simulated, which is said. Without `from` the value is one that was read by its form: "001"
    /// becomes 1, so whoever converts a text has to say `from=raw`.
    /// ASSUMED: it is the value that it would be without quotes.
    func converted() throws(ScriptFailure) -> ScriptValue {
        var value = self["value"]
        if self.form("from") == nil, case .string(let text) = value { value = ScriptLiteral.single(text) }
        var bytes = try self.decoded(value, form: self.form("from") ?? "raw")
        if let transform = self.form("transform") { bytes = try self.transformed(bytes, by: transform) }
        switch self.form("to") ?? "raw" {
        case "raw": return .string(WordBytes(bytes))
        case "hex": return .text(Self.hexadecimal(bytes))
        case "base64": return .text(Self.base64(bytes))
        case "url": return .string(Self.percentEncoded(bytes))
        case "num":
            return ScriptLiteral.number(WordBytes(bytes)).map { .number($0) } ?? .none
        case "byte-array": return .array(ScriptArray(bytes.map { .number(Int64($0)) }))
        case let form: throw .notSimulated(":convert to=\(form)", at: self.position)
        }
    }

    private func form(_ name: String) -> String? {
        self.values[name]?.shown.text
    }

    private func decoded(_ value: ScriptValue, form: String) throws(ScriptFailure) -> [UInt8] {
        let text = value.shown.bytes
        switch form {
        case "raw", "num": return text
        case "byte-array":
            var bytes: [UInt8] = []
            for element in value.asArray.elements?.all ?? [] {
                guard case .number(let number) = element, let byte = UInt8(exactly: number) else {
                    throw self.invalid("value")
                }
                bytes.append(byte)
            }
            return bytes
        case "hex":
            guard let bytes = Self.bytes(hexadecimal: text) else { throw self.invalid("value") }
            return bytes
        case "base64":
            guard let bytes = Self.bytes(base64: text) else { throw self.invalid("value") }
            return bytes
        case "url": return Self.percentDecoded(text)
        default: throw .notSimulated(":convert from=\(form)", at: self.position)
        }
    }

    private func transformed(_ bytes: [UInt8], by transform: String) throws(ScriptFailure) -> [UInt8] {
        switch transform {
        case "none": return bytes
        case "lc": return bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        case "uc": return bytes.map { (0x61...0x7A).contains($0) ? $0 & 0xDF : $0 }
        case "reverse": return bytes.reversed()
        // ASSUMED: a digest is given as hexadecimal digits in lower case.
        case "md5": return Array(Self.hexadecimal(Array(Insecure.MD5.hash(data: bytes))).utf8)
        case "sha512": return Array(Self.hexadecimal(Array(SHA512.hash(data: bytes))).utf8)
        default: throw .notSimulated(":convert transform=\(transform)", at: self.position)
        }
    }

    // MARK: Forms

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func bytes(hexadecimal text: [UInt8]) -> [UInt8]? {
        guard text.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: text.count, by: 2) {
            let digits = String(decoding: text[place..<(place + 2)], as: UTF8.self)
            guard digits.allSatisfy({ $0.isASCII && $0.isHexDigit }), let byte = UInt8(digits, radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for place in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[place..<min(place + 3, bytes.count)]
            var number: UInt32 = 0
            for offset in 0..<3 { number = number << 8 | UInt32(offset < group.count ? group[place + offset] : 0) }
            for digit in 0..<4 {
                let isThere = digit <= group.count
                text.append(isThere ? self.alphabet[Int(number >> (18 - 6 * UInt32(digit)) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func bytes(base64 text: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        var number: UInt32 = 0
        var bits = 0
        for byte in text where byte != UInt8(ascii: "=") && !byte.isLineEnd {
            guard let digit = self.alphabet.firstIndex(of: byte) else { return nil }
            number = number << 6 | UInt32(digit)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: number >> UInt32(bits)))
            }
        }
        return bytes
    }

    /// Letters, digits and `-._~` stay (RFC 3986).
    static func percentEncoded(_ bytes: [UInt8]) -> WordBytes {
        WordBytes(
            bytes.flatMap { byte -> [UInt8] in
                byte.isNamePart || "-._~".utf8.contains(byte)
                    ? [byte] : Array(("%" + Self.hexadecimal([byte]).uppercased()).utf8)
            }
        )
    }

    static func percentDecoded(_ text: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var place = 0
        while place < text.count {
            if text[place] == UInt8(ascii: "%"), place + 2 < text.count,
                let byte = Self.bytes(hexadecimal: Array(text[(place + 1)...(place + 2)]))
            {
                bytes += byte
                place += 3
            } else {
                bytes.append(text[place])
                place += 1
            }
        }
        return bytes
    }
}
