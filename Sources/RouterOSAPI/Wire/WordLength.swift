/// The length prefix of a word, in its five forms (manual, API page).
///
/// | Length | Prefix |
/// | --- | --- |
/// | up to 0x7F | one byte |
/// | up to 0x3FFF | two bytes, `length \| 0x8000` |
/// | up to 0x1FFFFF | three bytes, `length \| 0xC00000` |
/// | up to 0xFFFFFFF | four bytes, `length \| 0xE0000000` |
/// | above | `F0` and four bytes |
///
/// A longer form than needed is accepted on reading, as the manual does not forbid it.
struct WordLength {
    /// The word's length in bytes, without the prefix.
    var length: Int

    /// How many bytes the prefix takes, 1 to 5.
    var prefixBytes: Int

    /// Reads the prefix at an offset.
    ///
    /// - Returns: nil when bytes are missing.
    /// - Throws: ``SentenceDecodingError/controlByte(_:offset:)``.
    static func read(_ bytes: Span<UInt8>, at offset: Int) throws(SentenceDecodingError) -> WordLength? {
        guard offset < bytes.count else { return nil }
        let first = bytes[offset]
        let extra: Int
        var length: Int
        switch first {
        case ..<0x80: return WordLength(length: Int(first), prefixBytes: 1)
        case ..<0xC0: (extra, length) = (1, Int(first & 0x3F))
        case ..<0xE0: (extra, length) = (2, Int(first & 0x1F))
        case ..<0xF0: (extra, length) = (3, Int(first & 0x0F))
        // F1 to F7 are not described by the manual: the low bits of the first byte count for nothing there, so they are no length.
        case 0xF0: (extra, length) = (4, 0)
        default: throw .controlByte(first, offset: offset)
        }
        guard offset + extra < bytes.count else { return nil }
        for index in 1...extra {
            length = length << 8 | Int(bytes[offset + index])
        }
        return WordLength(length: length, prefixBytes: 1 + extra)
    }
}
