/// What a text must be like so that it can be kept, printed and sent to a router.
enum TextRule {
    /// How long a name may be, in bytes of UTF-8.
    static let nameBytesMaximum = 64

    /// Checks a text that must not be empty.
    static func check(
        _ text: String,
        _ field: PortalValueError.Field,
        bytesMaximum: Int = nameBytesMaximum
    ) throws(PortalValueError) {
        guard !text.isEmpty else { throw .empty(field) }
        try checkOptional(text, field, bytesMaximum: bytesMaximum)
        if text.first == " " || text.last == " " { throw .outerSpace(field) }
    }

    /// Checks a text that may be empty and may begin or end with a space.
    static func checkOptional(
        _ text: String,
        _ field: PortalValueError.Field,
        bytesMaximum: Int
    ) throws(PortalValueError) {
        guard text.utf8.count <= bytesMaximum else { throw .tooLong(field, bytesMaximum: bytesMaximum) }
        let hasControl = text.unicodeScalars.contains {
            $0.properties.generalCategory == .control || $0 == "\u{2028}" || $0 == "\u{2029}"
        }
        if hasControl { throw .controlCharacter(field) }
    }

    /// Checks a text of several lines, which may be empty.
    static func checkLines(
        _ text: String,
        _ field: PortalValueError.Field,
        bytesMaximum: Int
    ) throws(PortalValueError) {
        guard text.utf8.count <= bytesMaximum else { throw .tooLong(field, bytesMaximum: bytesMaximum) }
        let layout: Set<Unicode.Scalar> = ["\n", "\r", "\t"]
        let hasControl = text.unicodeScalars.contains {
            $0.properties.generalCategory == .control && !layout.contains($0)
        }
        if hasControl { throw .controlCharacter(field) }
    }

    /// Checks a number.
    static func check<Number: BinaryInteger>(
        _ value: Number,
        _ field: PortalValueError.Field,
        in bounds: ClosedRange<Number>
    ) throws(PortalValueError) {
        guard bounds.contains(value) else {
            throw .outOfBounds(
                field,
                value: Int64(clamping: value),
                bounds: Int64(clamping: bounds.lowerBound)...Int64(clamping: bounds.upperBound)
            )
        }
    }
}
