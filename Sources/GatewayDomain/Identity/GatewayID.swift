/// What tells the rows of this gateway from those of another one on the same router: four hexadecimal digits.
///
/// It is drawn once, when the database is made, and kept there. Two gateways, or one and its restored backup, on one router
/// thereby see each other's rows as foreign and never fight over them.
public struct GatewayID: Hashable, Sendable, CustomStringConvertible {
    /// Four hexadecimal digits, lower case.
    public let rawValue: String

    /// Takes over an id.
    ///
    /// - Parameter rawValue: exactly four hexadecimal digits; anything else gives nil.
    public init?(_ rawValue: some StringProtocol) {
        var count = 0
        var hasUpperCase = false
        for byte in rawValue.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): count += 1
            case UInt8(ascii: "A")...UInt8(ascii: "F"):
                count += 1
                hasUpperCase = true
            default: return nil
            }
        }
        guard count == 4 else { return nil }
        self.rawValue = hasUpperCase ? rawValue.lowercased() : String(rawValue)
    }

    /// Draws a new id.
    ///
    /// - Parameter generator: where the 16 random bits come from.
    public init(using generator: inout some RandomNumberGenerator) {
        let digits = String(UInt16.random(in: .min ... .max, using: &generator), radix: 16)
        rawValue = String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// The four digits.
    public var description: String { rawValue }
}
