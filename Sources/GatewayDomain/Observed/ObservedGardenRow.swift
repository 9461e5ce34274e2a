/// A walled-garden row as it was seen.
public struct ObservedGardenRow: Hashable, Sendable {
    /// Its id in this reading.
    public var id: String
    /// Its properties in RouterOS names and values, without `.id`, `comment`, `disabled` and what the router computes.
    public var properties: [String: String]
    /// Its comment; empty when it has none.
    public var comment: String
    /// Whether it is switched off.
    public var isDisabled: Bool
    /// Whether the router made it for itself; such a row is never an anchor.
    public var isDynamic: Bool

    /// Makes a row.
    ///
    /// - Parameters:
    ///   - id: its id in this reading.
    ///   - properties: its properties.
    ///   - comment: its comment.
    public init(id: String, properties: [String: String], comment: String) {
        self.id = id
        self.properties = properties
        self.comment = comment
        self.isDisabled = false
        self.isDynamic = false
    }
}
