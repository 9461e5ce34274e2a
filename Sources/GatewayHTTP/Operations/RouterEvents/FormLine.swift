import GatewayDomain

/// Names and values of one line of `application/x-www-form-urlencoded` (WHATWG URL Standard, section 5.1).
enum FormLine {
    /// Reads a line.
    ///
    /// A percent sign that begins no escape stands for itself, as the standard has it. What is not UTF-8 is read as windows-1252.
    ///
    /// - Parameter line: the bytes.
    /// - Returns: the pairs in their order; a name without a value has an empty one.
    static func pairs(_ line: some Collection<UInt8>) -> [(name: String, value: String)] {
        line.split(separator: UInt8(ascii: "&")).map { pair in
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (name: text(parts[0]), value: parts.count > 1 ? text(parts[1]) : "")
        }
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"):
                decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                if let high = digit(rest.first), let low = digit(rest.dropFirst().first) {
                    decoded.append(high << 4 | low)
                    rest = rest.dropFirst(2)
                } else {
                    decoded.append(byte)
                }
            default:
                decoded.append(byte)
            }
        }
        return RouterOSText.text(decoded)
    }

    private static func digit(_ byte: UInt8?) -> UInt8? {
        guard let byte else { return nil }
        return switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
