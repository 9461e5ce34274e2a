@testable import GatewayHTTP

extension JSON {
    /// The text of a string; nil for any other value.
    var stringValue: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value of a whole number; nil for any other value.
    var integerValue: Int64? {
        if case .integer(let integer) = self { integer } else { nil }
    }
}

extension JSON: ExpressibleByBooleanLiteral {
    init(booleanLiteral value: Bool) { self = .boolean(value) }
}
