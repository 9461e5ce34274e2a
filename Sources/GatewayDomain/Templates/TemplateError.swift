/// Why a template makes no codes.
///
/// Nothing was made.
public enum TemplateError: Error, Hashable, Sendable {
    /// Fewer codes than one were asked for.
    case quantityOutOfBounds(Int)
    /// More codes were asked for, or given, than the template may still make.
    case quantityExceeded(asked: Int, left: Int, maximum: Int)
    /// The number of given codes lies outside of ``CouponTemplate/codeCountBounds``.
    case codeCountOutOfBounds(Int)
    /// Some of the given codes cannot be taken: all of those, in their order.
    case codesRefused([RefusedCode], of: Int, format: CodeFormat)
    /// No free code of the template's format was found.
    case codesExhausted
    /// The template takes orders of the other kind.
    case otherMode(CouponTemplate.Mode)

    /// A bounded, constant name of the case, for metrics and clients.
    public var label: String {
        switch self {
        case .quantityOutOfBounds: "quantity_out_of_bounds"
        case .quantityExceeded: "quantity_exceeded"
        case .codeCountOutOfBounds: "code_count_out_of_bounds"
        case .codesRefused: "codes_refused"
        case .codesExhausted: "codes_exhausted"
        case .otherMode: "other_mode"
        }
    }
}

extension TemplateError: CustomStringConvertible {
    /// What is wrong, with the field and the remedy, as one line.
    public var description: String {
        switch self {
        case .quantityOutOfBounds(let quantity):
            return "quantity is \(quantity), but must be 1 or more"
        case .quantityExceeded(let asked, let left, let maximum):
            return
                "\(asked) is more than the \(left) of \(maximum) codes that the template may still make; ask for fewer, or raise its maximum"
        case .codeCountOutOfBounds(let count):
            let bounds = CouponTemplate.codeCountBounds
            return
                "couponCodes has \(count) codes, but must have \(bounds.lowerBound) to \(bounds.upperBound); give more in several requests"
        case .codesRefused(let codes, let count, let format):
            let list = codes.map(\.description).joined(separator: ", ")
            let rule = codes.contains { $0.reason == .format } ? "; codes are \(format)" : ""
            return
                "couponCodes: \(codes.count) of \(count) codes cannot be taken, so none was made: \(list)\(rule); give others in their place"
        case .codesExhausted:
            return "no free code of the template's format was found; give it a longer random_length or pattern"
        case .otherMode(let mode):
            switch mode {
            case .autoAllocate: return "the template draws its codes (\(mode.rawValue)); say how many with quantity"
            case .autoAccept: return "the template takes given codes (\(mode.rawValue)); give them as couponCodes"
            }
        }
    }
}
