import NIOCore

/// What may be shown of a sentence: its first word, and names without values.
enum WordNames {
    static func describe(_ words: SentenceWords) -> String {
        var names: [String] = []
        for word in words {
            names.append(names.isEmpty ? self.text(word) : self.name(word))
        }
        return names.joined(separator: " ")
    }

    /// `=name=…`, `?name=…`, `.tag=…`; a word without a name is only counted.
    private static func name(_ word: ByteBufferView) -> String {
        let marks: [UInt8] = [UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: ".")]
        guard let mark = word.first, marks.contains(mark) else { return "(\(word.count) bytes)" }
        guard let split = word.dropFirst(2).firstIndex(of: UInt8(ascii: "=")) else { return self.text(word) }
        return self.text(word[..<split])
    }

    /// Printable ASCII only, and not much of it: this is a peer's text on its way to a terminal or log.
    private static func text(_ bytes: ByteBufferView) -> String {
        String(decoding: bytes.prefix(128).map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
