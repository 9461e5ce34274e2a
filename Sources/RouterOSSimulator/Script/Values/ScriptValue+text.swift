/// Values as text: what `:put`, `.` and `:tostr` make of them, and what a menu gets.
extension ScriptValue {
    /// ASSUMED: elements are joined by semicolons without spaces, keyed ones as `key=value` (the manual's `:put` of arrays).
    var shown: WordBytes {
        switch self {
        case .nothing, .none: ""
        case .boolean(let value): value ? "true" : "false"
        case .number(let value): WordBytes(value)
        case .string(let bytes): bytes
        case .time(let value): WordBytes(ScriptTime.write(value))
        case .address(let address): WordBytes(address.text)
        case .prefix(let address, let length): WordBytes("\(address.text)/\(length)")
        case .id(let id): id.word
        case .array(let array): Self.joined(array)
        // Measured: `:tostr` of code is `(code)` (tikoci/lsp-routeros-ts).
        case .code: "(code)"
        }
    }

    private static func joined(_ array: ScriptArray) -> WordBytes {
        var bytes: [UInt8] = []
        for (index, pair) in array.pairs.enumerated() {
            if index > 0 { bytes.append(.semicolon) }
            if case .string(let key) = pair.key { bytes += key.bytes + [.equals] }
            bytes += pair.value.shown.bytes
        }
        return WordBytes(bytes)
    }

    /// As an argument of a menu's command: lists with commas, and parts of a second as the API has them.
    var argument: WordBytes {
        switch self {
        case .time(let value) where value > 0 && value % ScriptTime.second != 0:
            return DurationText.write(milliseconds: value / 1_000_000)
        case .array(let array):
            return WordBytes(array.all.map(\.argument.bytes).joined(separator: [.comma]))
        default:
            return self.shown
        }
    }
}
