import NIOCore

/// The `.tag` of a command on one connection.
///
/// A command's tag is its number (`7`). The `/cancel` for it has a tag made of the same number (`c7`), so that no second count
/// is needed and a trace can be read.
enum CommandTag: Hashable, Sendable {
    case command(UInt64)
    case cancel(UInt64)

    /// Reads what ``description`` writes, and nothing else: any other text is not one of our tags.
    init?(_ bytes: ByteBufferView) {
        let isCancel = bytes.first == UInt8(ascii: "c")
        let digits = isCancel ? bytes.dropFirst() : bytes
        guard let first = digits.first, first != UInt8(ascii: "0"), digits.count <= 19 else { return nil }
        var number: UInt64 = 0
        for byte in digits {
            guard let digit = ASCII.decimalValue(byte) else { return nil }
            number = number * 10 + UInt64(digit)
        }
        self = isCancel ? .cancel(number) : .command(number)
    }
}

extension CommandTag: CustomStringConvertible {
    var description: String {
        switch self {
        case .command(let number): String(number)
        case .cancel(let number): "c\(number)"
        }
    }
}
