/// A property of a row could not be read as what it was asked for.
///
/// The value is not part of the error, since it may be a secret.
public struct PropertyError: Error, Sendable, Hashable {
    /// The property's name.
    public let property: String

    /// What was expected, for example "a duration".
    public let expected: String

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - property: the property's name.
    ///   - expected: what was expected, with its article.
    public init(property: String, expected: String) {
        self.property = property
        self.expected = expected
    }
}

extension PropertyError: CustomStringConvertible {
    /// A text for humans.
    public var description: String {
        "the router's value for '\(self.property)' is not \(self.expected)"
    }
}
