/// A public key of WireGuard: 32 bytes, as the 44 characters of base64 that everything around WireGuard shows.
public struct TunnelKey: Hashable, Sendable, CustomStringConvertible {
    /// The key in base64 (RFC 4648), with its one `=`.
    public let text: String

    /// Takes over a key.
    ///
    /// - Parameter text: the key in base64; nil where that is not the one way to write 32 bytes.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 44, bytes.last == UInt8(ascii: "="), bytes.dropLast().allSatisfy(Self.isDigit) else {
            return nil
        }
        // 43 digits hold two bits more than 32 bytes have; another value of them would be another way to write the same key.
        guard Self.lastDigits.contains(bytes[42]) else { return nil }
        self.text = String(text)
    }

    /// The key in base64.
    public var description: String { text }

    private static let lastDigits = Set("AEIMQUYcgkosw048".utf8)

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
