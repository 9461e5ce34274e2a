/// What something outside of quotes is, by its form.
enum ScriptLiteral {
    /// ASSUMED: a word of several parts between commas is an array (the manual's example of `:serialize value=a,b,c`), and what is
    /// neither number, time, address, id nor boolean is text, `10.1` and dates included.
    static func value(of word: WordBytes) -> ScriptValue {
        if word.bytes.contains(.comma) {
            let parts = word.bytes.split(separator: .comma, omittingEmptySubsequences: false)
            return .array(ScriptArray(parts.map { self.single(WordBytes($0)) }))
        }
        return self.single(word)
    }

    static func single(_ word: WordBytes) -> ScriptValue {
        if let boolean = RouterState.boolean(word) { return .boolean(boolean) }
        if let number = self.number(word) { return .number(number) }
        if let address = IPv4(word.text) { return .address(address) }
        if let (address, length) = self.prefix(word) { return .prefix(address, length: length) }
        if let id = RowID(word), word.bytes.count > 1 { return .id(id) }
        if word.bytes.first?.isDigit ?? false, let time = ScriptTime.read(word) { return .time(time) }
        return .string(word)
    }

    /// A whole number, decimal or hexadecimal (manual, Scripting page: 64 bits with a sign).
    static func number(_ word: WordBytes) -> Int64? {
        var digits = word.bytes[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        let radix = digits.starts(with: "0x".utf8) ? 16 : 10
        if radix == 16 { digits = digits.dropFirst(2) }
        guard !digits.isEmpty, digits.count <= 20,
            digits.allSatisfy({
                radix == 10 ? $0.isDigit : ($0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20))
            })
        else { return nil }
        return Int64((isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self), radix: radix)
    }

    static func prefix(_ word: WordBytes) -> (IPv4, UInt8)? {
        let parts = word.bytes.split(separator: .slash, omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPv4(String(decoding: parts[0], as: UTF8.self)),
            let length = self.number(WordBytes(parts[1])), (0...32).contains(length)
        else { return nil }
        return (address, UInt8(length))
    }
}
