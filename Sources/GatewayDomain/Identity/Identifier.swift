/// The identity of one entity: a UUID in lower-case text form, typed by what it names.
///
/// A coupon's id cannot be passed where a site's is asked for. Ids are made by us and never reused.
public struct Identifier<Entity>: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The UUID in its text form of 36 characters, lower case.
    public let rawValue: String

    /// Takes over an id that the store or a caller holds.
    ///
    /// - Parameter rawValue: text of a UUID; kept as it is, in lower case. Not checked: an id that does not exist is found
    ///   to be unknown wherever it is looked up.
    public init(_ rawValue: String) {
        self.rawValue = rawValue.lowercased()
    }

    /// Makes a new random id (UUID version 4, RFC 9562).
    ///
    /// - Parameter generator: where the 122 random bits come from.
    /// - Returns: an id that nobody else has.
    public static func random(using generator: inout some RandomNumberGenerator) -> Identifier {
        let version: UInt64 = 0x4000
        let variant: UInt64 = 0b10 << 62
        let high = generator.next() & ~0xF000 | version
        let low = generator.next() & ~(0b11 << 62) | variant
        let digits = Array(high.hexadecimal + low.hexadecimal)
        let groups = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
        return Identifier(groups.map { String($0) }.joined(separator: "-"))
    }

    /// The first eight characters: enough to recognise it in a table or in the name of a user profile.
    public var short: String { String(rawValue.prefix(8)) }

    /// The id itself.
    public var description: String { rawValue }

    /// Orders by text, so that listings are stable.
    public static func < (left: Identifier, right: Identifier) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension UInt64 {
    fileprivate var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
