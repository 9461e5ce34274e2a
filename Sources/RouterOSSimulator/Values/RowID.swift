/// The internal number of a row, written `*1F`: upper-case hexadecimal without leading zeros; `*0` is one too (measured
/// on 7.23.7 by dopyrory3/mikrotik-ha-manager).
struct RowID: Hashable, Sendable, Comparable {
    let number: UInt32

    init(_ number: UInt32) {
        self.number = number
    }

    /// Reads `*1f`; nil for anything else, such as a bare number, which is a position.
    init?(_ text: WordBytes) {
        let digits = String(decoding: text.bytes.dropFirst(), as: UTF8.self)
        guard text.bytes.first == UInt8(ascii: "*"), digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
            let number = UInt32(digits, radix: 16)
        else { return nil }
        self.number = number
    }

    var word: WordBytes {
        WordBytes("*" + String(self.number, radix: 16, uppercase: true))
    }

    static func < (left: RowID, right: RowID) -> Bool {
        left.number < right.number
    }
}
