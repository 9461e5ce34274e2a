#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A POSIX extended regular expression, as `~` takes it (manual, Scripting page): the C library's own.
struct ScriptPattern {
    /// Longer patterns and texts are refused: some patterns take a time that grows with both.
    static let patternBytesMaximum = 1024
    static let textBytesMaximum = 65_536
    /// The product of all `{…,n}`: so often the C library may copy a part of the pattern.
    static let repetitionsMaximum = 100_000

    private let pattern: [UInt8]
    private let position: ScriptPosition

    init(_ value: ScriptValue, at position: ScriptPosition) throws(ScriptFailure) {
        let bytes = value.shown.bytes
        guard bytes.count <= Self.patternBytesMaximum, !bytes.contains(0) else {
            throw .runtime("regular expression too long", at: position)
        }
        try Self.check(bytes, at: position)
        self.pattern = bytes
        self.position = position
    }

    /// Refuses what takes the C library hours or gigabytes: repetitions of repetitions, and references back to a group, which extended
    /// expressions of POSIX do not have.
    private static func check(_ pattern: [UInt8], at position: ScriptPosition) throws(ScriptFailure) {
        var copies = 1
        var rest = pattern[...]
        while let byte = rest.popFirst() {
            if byte == .backslash, let escaped = rest.popFirst(), escaped.isDigit {
                throw .notSimulated("a reference within a regular expression", at: position)
            }
            guard byte == .openBrace else { continue }
            let bounds = rest.prefix { $0 != .closeBrace }.split(separator: .comma)
            copies *= max(1, bounds.compactMap { Int(String(decoding: $0, as: UTF8.self)) }.max() ?? 1)
            guard copies <= Self.repetitionsMaximum else {
                throw .runtime("regular expression too long", at: position)
            }
        }
    }

    // SAFETY: the compiled expression lives in this function only; `regcomp` fills it, `regfree` empties it on every way out, and both
    // texts end with a zero.
    func matches(_ text: WordBytes) throws(ScriptFailure) -> Bool {
        guard text.bytes.count <= Self.textBytesMaximum else {
            throw .runtime("text too long for a regular expression", at: self.position)
        }
        var compiled = regex_t()
        let status = (self.pattern + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { pattern in
            // SAFETY: the pattern ends with a zero, and `compiled` is used only when this succeeds.
            regcomp(&compiled, pattern.baseAddress, REG_EXTENDED | REG_NOSUB)
        }
        // ASSUMED: the wording.
        guard status == 0 else { throw .runtime("invalid regular expression", at: self.position) }
        defer { regfree(&compiled) }
        // A text ends at its first zero, as C sees it.
        return (text.bytes.prefix { $0 != 0 } + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { text in
            // SAFETY: the text ends with a zero, and `compiled` was compiled above.
            regexec(&compiled, text.baseAddress, 0, nil, 0) == 0
        }
    }
}
