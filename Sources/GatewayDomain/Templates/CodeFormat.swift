/// What the codes of a template look like: a prefix, something in the middle, a suffix.
///
/// Correct by construction, and in upper case.
public struct CodeFormat: Hashable, Sendable {
    /// What stands between prefix and suffix.
    public enum Middle: Hashable, Sendable {
        /// Anything that a code may hold, of any length.
        case free
        /// So many characters.
        case random(length: Int)
        /// What a mask says.
        case mask(CodeMask)
    }

    /// How many characters a length may ask for; with prefix and suffix a code has to be within ``CouponCode/lengthBounds``.
    public static let randomLengthBounds: ClosedRange<Int64> =
        Int64(CodeMask.lengthBounds.lowerBound)...Int64(CodeMask.lengthBounds.upperBound)

    /// What every code begins with; may be empty.
    public let prefix: String
    /// What stands between prefix and suffix.
    public let middle: Middle
    /// What every code ends with; may be empty.
    public let suffix: String

    /// Each place of a code, or nil when codes differ in length.
    let places: [CodeMask.Place]?

    /// Makes a format.
    ///
    /// - Parameters:
    ///   - prefix: what every code begins with, of A to Z and 0 to 9; taken in upper case. Default: nothing.
    ///   - middle: what comes between.
    ///   - suffix: what every code ends with; as `prefix`.
    /// - Throws: the field that is wrong, ``PortalValueError`` also when no code of this format has a length within
    ///   ``CouponCode/lengthBounds``.
    public init(prefix: String = "", middle: Middle, suffix: String = "") throws(PortalValueError) {
        self.prefix = try Self.affix(prefix, .prefix)
        self.middle = middle
        self.suffix = try Self.affix(suffix, .suffix)
        let inner: [CodeMask.Place]? =
            switch middle {
            case .free: nil
            case .random(let length): try Self.randomPlaces(length)
            case .mask(let mask): mask.places
            }
        let outer = self.prefix.utf8.count + self.suffix.utf8.count
        let bounds = CouponCode.lengthBounds
        let length = outer + (inner?.count ?? 0)
        // In a free format anything may follow, so only what is too long already can never fit.
        guard length <= bounds.upperBound, inner == nil || length >= bounds.lowerBound else {
            throw .combination(
                middle.field,
                problem: "prefix, middle and suffix make codes of \(length) characters",
                remedy: "make them \(bounds.lowerBound) to \(bounds.upperBound) in all"
            )
        }
        let (before, after) = (self.prefix, self.suffix)
        places = inner.map { before.utf8.map { .exactly($0) } + $0 + after.utf8.map { .exactly($0) } }
    }

    /// Makes a format from what people and programs give.
    ///
    /// - Parameters:
    ///   - prefix: what every code begins with; may be empty.
    ///   - randomLength: how many characters are in the middle, or nil.
    ///   - pattern: a mask of the middle, or nil; with neither the middle is free.
    ///   - suffix: what every code ends with; may be empty.
    /// - Throws: the field that is wrong, ``PortalValueError`` also when both a length and a pattern are given.
    public init(prefix: String, randomLength: Int?, pattern: String?, suffix: String) throws(PortalValueError) {
        let middle: Middle
        switch (randomLength, pattern) {
        case (nil, nil): middle = .free
        case (let length?, nil): middle = .random(length: length)
        case (nil, let pattern?): middle = .mask(try CodeMask(pattern))
        case (_?, _?):
            throw .combination(
                .pattern,
                problem: "random_length says already what is between prefix and suffix",
                remedy: "give one of the two"
            )
        }
        try self.init(prefix: prefix, middle: middle, suffix: suffix)
    }

    /// How many characters are in the middle, where a length says so.
    public var randomLength: Int? {
        if case .random(let length) = middle { length } else { nil }
    }

    /// The mask of the middle, where there is one.
    public var pattern: String? {
        if case .mask(let mask) = middle { mask.description } else { nil }
    }

    /// Whether a code is of this format.
    ///
    /// - Parameter code: any text.
    /// - Returns: true for a code in upper case that can be kept and that matches.
    public func matches(_ code: String) -> Bool {
        guard CouponCode.isValid(code) else { return false }
        guard let places else {
            return code.utf8.count >= prefix.utf8.count + suffix.utf8.count && code.hasPrefix(prefix)
                && code.hasSuffix(suffix)
        }
        return code.utf8.count == places.count && zip(places, code.utf8).allSatisfy { $0.accepts($1) }
    }

    private static func affix(_ text: String, _ field: PortalValueError.Field) throws(PortalValueError) -> String {
        let folded = CouponCode.folded(text)
        let maximum = CouponCode.lengthBounds.upperBound
        guard folded.utf8.count <= maximum else { throw .tooLong(field, bytesMaximum: maximum) }
        guard folded.utf8.allSatisfy(CouponCode.isCharacter) else {
            throw .unreadable(field, value: text, expected: "letters A-Z and digits 0-9 only")
        }
        return folded
    }

    private static func randomPlaces(_ length: Int) throws(PortalValueError) -> [CodeMask.Place] {
        try TextRule.check(length, .randomLength, in: CodeMask.lengthBounds)
        return Array(repeating: .either, count: length)
    }
}

extension CodeFormat.Middle {
    /// The field that says what the middle is.
    var field: PortalValueError.Field {
        switch self {
        case .free: .prefix
        case .random: .randomLength
        case .mask: .pattern
        }
    }
}

extension CodeFormat: CustomStringConvertible {
    /// What a code has to look like, as the end of a sentence that begins "codes are".
    public var description: String {
        let bounds = CouponCode.lengthBounds
        var parts: [String] = []
        switch middle {
        case .free: parts.append("\(bounds.lowerBound) to \(bounds.upperBound) characters of A-Z and 0-9")
        case .random(let length):
            parts.append("\(prefix.utf8.count + length + suffix.utf8.count) characters of A-Z and 0-9")
        case .mask(let mask): parts.append("\"\(prefix)\(mask)\(suffix)\" where @ is a letter, # a digit and * either")
        }
        if case .mask = middle { return parts[0] }
        if !prefix.isEmpty { parts.append("begin with \"\(prefix)\"") }
        if !suffix.isEmpty { parts.append("end with \"\(suffix)\"") }
        return parts.joined(separator: ", ")
    }
}
