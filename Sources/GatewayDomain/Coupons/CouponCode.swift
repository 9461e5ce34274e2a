/// What a guest types.
///
/// New codes are made of 22 upper-case letters and digits: `C D F H J K M N P R T V W X` and `2 3 4 5 6 7 8 9`. Left out are the
/// vowels and `Y`, so that no code reads as a word, and what people confuse in print, on a screen or by hand: `0 O Q`, `1 I L`,
/// and of `2 Z`, `5 S`, `6 G`, `8 B`, `U V` the second, second, second, second and first. Six characters are 113 million codes. The
/// 0.2 % of them that are digits only are never drawn: a code with a letter cannot be taken for a number, a date or a room.
public enum CouponCode {
    /// The characters of new codes.
    public static let alphabet = Array("CDFHJKMNPRTVWX23456789")

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

    /// Whether a text can be a code: A to Z and 0 to 9, of a length within ``Instance/codeLengthBounds``.
    ///
    /// Wider than what is drawn, since codes may also come from elsewhere.
    ///
    /// - Parameter text: the text, in upper case.
    /// - Returns: true when it can.
    public static func isValid(_ text: String) -> Bool {
        Instance.codeLengthBounds.contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
    }
}
