/// A MAC address, written in upper case with colons; read in any case with `:`, `-` or `.` (the form in RouterOS's own
/// command tree).
struct HardwareAddress: Hashable, Sendable {
    static let zero = HardwareAddress(number: 0)

    let number: UInt64

    init(number: UInt64) {
        self.number = number & 0xFFFF_FFFF_FFFF
    }

    init?(_ text: String) {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "-" || $0 == "." }
        guard parts.count == 6 else { return nil }
        var number: UInt64 = 0
        for part in parts {
            guard (1...2).contains(part.utf8.count), part.allSatisfy({ $0.isASCII && $0.isHexDigit }),
                let byte = UInt8(part, radix: 16)
            else { return nil }
            number = number << 8 | UInt64(byte)
        }
        self.number = number
    }

    var text: String {
        (0..<6).reversed().map { index in
            let byte = UInt8(truncatingIfNeeded: self.number >> (8 * UInt64(index)))
            return (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined(separator: ":")
    }
}
