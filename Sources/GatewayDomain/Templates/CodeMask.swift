/// What a part of a code looks like, place by place: `@` is a letter, `#` a digit, `*` either; A to Z and 0 to 9 stand for
/// themselves.
///
/// A mask and not a regular expression: it is read in one pass, its codes can be counted and drawn, and no text makes the
/// comparison slow.
public struct CodeMask: Hashable, Sendable, CustomStringConvertible {
    /// One place of a code.
    enum Place: Hashable, Sendable {
        case letter
        case digit
        case either
        case exactly(UInt8)
    }

    /// How long a mask may be: as long as a whole code.
    static let lengthBounds = 1...CouponCode.lengthBounds.upperBound

    /// The mask as it was given, in upper case.
    public let description: String

    let places: [Place]

    /// Reads a mask.
    ///
    /// - Parameter text: the mask; letters may be in lower case.
    /// - Throws: ``PortalValueError`` of the field `pattern`.
    public init(_ text: String) throws(PortalValueError) {
        let folded = CouponCode.folded(text)
        try TextRule.check(folded.utf8.count, .pattern, in: Self.lengthBounds)
        var places: [Place] = []
        for byte in folded.utf8 {
            switch byte {
            case UInt8(ascii: "@"): places.append(.letter)
            case UInt8(ascii: "#"): places.append(.digit)
            case UInt8(ascii: "*"): places.append(.either)
            case _ where CouponCode.isCharacter(byte): places.append(.exactly(byte))
            default:
                throw .unreadable(
                    .pattern,
                    value: text,
                    expected: "@ for a letter, # for a digit, * for either, and A-Z or 0-9 for themselves"
                )
            }
        }
        self.places = places
        description = folded
    }
}

extension CodeMask.Place {
    /// What is drawn for this place: the letters and digits that nobody confuses.
    var drawn: [UInt8] {
        switch self {
        case .letter: CouponCode.drawnLetters
        case .digit: CouponCode.drawnDigits
        case .either: CouponCode.drawnLetters + CouponCode.drawnDigits
        case .exactly(let byte): [byte]
        }
    }

    /// Whether a given character may stand here: every letter and every digit, also those that are not drawn.
    func accepts(_ byte: UInt8) -> Bool {
        switch self {
        case .letter: CouponCode.isLetter(byte)
        case .digit: CouponCode.isDigit(byte)
        case .either: CouponCode.isCharacter(byte)
        case .exactly(let expected): byte == expected
        }
    }
}
