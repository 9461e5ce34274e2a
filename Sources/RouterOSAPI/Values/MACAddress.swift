/// A hardware address of six bytes.
///
/// Compared as a number, since RouterOS compares addresses without regard to case (measured on 7.23.7).
public struct MACAddress: Sendable, Hashable, Comparable {
    /// The address as a number of 48 bits, the first byte highest.
    public let number: UInt64

    /// Six zeros, which RouterOS reads as "any".
    public static let zero = MACAddress(number: 0)

    /// Makes an address of its number.
    ///
    /// - Parameter number: must fit 48 bits.
    public init(number: UInt64) {
        precondition(number < 1 << 48, "an address has 48 bits")
        self.number = number
    }

    /// Reads `AA:BB:CC:DD:EE:FF`.
    ///
    /// - Parameter text: six pairs of hexadecimal digits in either case, separated by `:` or `-`.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 17 else { return nil }
        var number: UInt64 = 0
        for index in stride(from: 0, to: 17, by: 3) {
            guard
                let high = ASCII.hexadecimalValue(bytes[index]),
                let low = ASCII.hexadecimalValue(bytes[index + 1])
            else { return nil }
            if index > 0, bytes[index - 1] != bytes[2] { return nil }
            number = number << 8 | UInt64(high << 4 | low)
        }
        guard bytes[2] == UInt8(ascii: ":") || bytes[2] == UInt8(ascii: "-") else { return nil }
        self.number = number
    }

    /// Orders by number.
    public static func < (left: MACAddress, right: MACAddress) -> Bool {
        left.number < right.number
    }
}

extension MACAddress: CustomStringConvertible {
    /// The form of the wire: upper case with colons.
    public var description: String {
        stride(from: 40, through: 0, by: -8).map { shift in
            let byte = String(self.number >> UInt64(shift) & 0xFF, radix: 16, uppercase: true)
            return byte.count == 1 ? "0" + byte : byte
        }.joined(separator: ":")
    }
}
