/// What a guest types.
///
/// New codes are made of 22 upper-case letters and digits: `C D F H J K M N P R T V W X` and `2 3 4 5 6 7 8 9`. Left out are the
/// vowels and `Y`, so that no code reads as a word, and what people confuse in print, on a screen or by hand: `0 O Q`, `1 I L`,
/// and of `2 Z`, `5 S`, `6 G`, `8 B`, `U V` the second, second, second, second and first. Six characters are 113 million codes. The
/// 0.2 % of them that are digits only are never drawn: a code with a letter cannot be taken for a number, a date or a room.
public enum CouponCode {
    /// The characters of new codes.
    public static let alphabet = Array("CDFHJKMNPRTVWX23456789")

    /// How long a code may be that comes from elsewhere, or that a template makes.
    ///
    /// Codes that are drawn for an order are shorter, ``Instance/codeLengthBounds``: guests type them by hand.
    public static let lengthBounds: ClosedRange<Int> = 4...32

    /// How often one code is drawn anew because it is taken, before the generator or the length is to blame.
    static let drawsMaximum = 100

    /// Draws a code: every code with at least one letter is equally likely.
    ///
    /// - Parameters:
    ///   - length: how many characters, within ``Instance/codeLengthBounds``.
    ///   - generator: where the randomness comes from. Pass a `SystemRandomNumberGenerator`, which is cryptographic on Linux
    ///     (`getrandom`): codes must not be guessable from other codes.
    /// - Returns: a code in upper case.
    /// - Throws: ``CouponError/codeLengthOutOfBounds(_:)``, or ``CouponError/codesExhausted(length:)`` when the generator
    ///   yields nothing but digits.
    public static func draw(length: Int, using generator: inout some RandomNumberGenerator) throws(CouponError)
        -> String
    {
        guard Instance.codeLengthBounds.contains(length) else { throw .codeLengthOutOfBounds(length) }
        for _ in 0..<drawsMaximum {
            // `Int.random` draws without bias: it rejects what would favour some characters.
            let code = String((0..<length).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] })
            if code.contains(where: \.isLetter) { return code }
        }
        throw .codesExhausted(length: length)
    }

    /// Whether a text can be a code: A to Z and 0 to 9, of a length within ``lengthBounds``.
    ///
    /// Wider than what is drawn, since codes may also come from elsewhere.
    ///
    /// - Parameter text: the text, in upper case.
    /// - Returns: true when it can.
    public static func isValid(_ text: String) -> Bool {
        lengthBounds.contains(text.utf8.count) && text.utf8.allSatisfy(isCharacter)
    }

    /// The code of the coupon that a name on a router may be: its letters and digits, in upper case.
    ///
    /// Of a coupon that was made here, the name is the code. One that was taken over from another tool may be spelt otherwise, and no two
    /// coupons are spelt so that this is the same.
    ///
    /// - Parameter name: a name on a router, whosever it is.
    /// - Returns: the only code that it can have; perhaps none at all.
    public static func matching(_ name: String) -> String {
        String(decoding: folded(name).utf8.filter(isCharacter), as: UTF8.self)
    }

    /// A text with a to z in upper case and everything else as it is.
    ///
    /// Not `uppercased()`, which makes `SS` of `ß` and `I` of `ı`: a text that is no code must not become one.
    ///
    /// - Parameter text: what somebody gave as a code.
    /// - Returns: what is compared and stored.
    public static func folded(_ text: String) -> String {
        String(
            decoding: text.utf8.lazy.map { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte
            },
            as: UTF8.self
        )
    }
}

extension CouponCode {
    /// The letters that are drawn.
    static let drawnLetters = alphabet.compactMap(\.asciiValue).filter(isLetter)

    /// The digits that are drawn.
    static let drawnDigits = alphabet.compactMap(\.asciiValue).filter(isDigit)

    /// Whether a byte is an upper-case letter.
    static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }

    /// Whether a byte is a digit.
    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Whether a byte may stand in a code.
    static func isCharacter(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
}
