/// The `.id` of a row: `*` and a hexadecimal number, for example `*1A`.
///
/// An id is valid only for the read that it came from: routers use ids again after a row is removed. `*0` is a valid id. A
/// number without `*` is no id but a position in the table, so it is never accepted here.
public struct ItemID: Sendable, Hashable {
    /// The number behind the `*`.
    public let number: UInt64

    /// Makes an id of its number, for servers and tests.
    ///
    /// - Parameter number: what stands behind the `*`.
    public init(number: UInt64) {
        self.number = number
    }

    /// Reads `*1A`.
    ///
    /// - Parameter text: `*` and 1 to 16 hexadecimal digits, upper or lower case.
    public init?(_ text: some StringProtocol) {
        let digits = text.utf8.dropFirst()
        guard text.utf8.first == UInt8(ascii: "*"), (1...16).contains(digits.count) else { return nil }
        var number: UInt64 = 0
        for digit in digits {
            guard let value = ASCII.hexadecimalValue(digit) else { return nil }
            number = number << 4 | UInt64(value)
        }
        self.number = number
    }
}

extension ItemID: CustomStringConvertible {
    /// The form of the wire: `*` and upper-case digits without leading zeros.
    public var description: String {
        "*" + String(self.number, radix: 16, uppercase: true)
    }
}
