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
        // Nearly all are in lower case already, and lists read tens of thousands of them.
        let isLower = rawValue.utf8.allSatisfy { $0 < 0x80 && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        self.rawValue = isLower ? rawValue : rawValue.lowercased()
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
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for index in 0..<32 {
            if index.isMultiple(of: 4), (8...20).contains(index) { text.append(UInt8(ascii: "-")) }
            let half = index < 16 ? high : low
            text.append(hexadecimalDigits[Int(half >> UInt64(60 - index % 16 * 4) & 0xF)])
        }
        return Identifier(String(decoding: text, as: UTF8.self))
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

private let hexadecimalDigits = Array("0123456789abcdef".utf8)
