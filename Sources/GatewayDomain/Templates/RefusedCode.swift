/// A code that a client gave and that cannot be taken.
public struct RefusedCode: Hashable, Sendable {
    /// Why not.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// A coupon or an account has it, or had it.
        case taken
        /// The same request has it before, perhaps in other upper and lower case.
        case duplicate
        /// It does not look as the template's codes do.
        case format
    }

    /// How much of a refused code is told, in characters.
    static let shownMaximum = 40

    /// The code as it was given.
    public let code: String
    /// Why it cannot be taken.
    public let reason: Reason

    /// Says why a code is refused.
    ///
    /// - Parameters:
    ///   - code: the code as it was given.
    ///   - reason: why it cannot be taken.
    public init(code: String, reason: Reason) {
        self.code = code
        self.reason = reason
    }
}

extension RefusedCode: CustomStringConvertible {
    /// The code and the reason, on one line: anybody may have given anything as a code.
    public var description: String {
        let shown = code.unicodeScalars.prefix(Self.shownMaximum).map { scalar in
            scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
                ? "\u{FFFD}" : String(scalar)
        }
        return "\"\(shown.joined())\(code.unicodeScalars.count > Self.shownMaximum ? "…" : "")\" (\(reason.rawValue))"
    }
}
