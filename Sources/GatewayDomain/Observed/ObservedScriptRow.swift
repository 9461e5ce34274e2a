/// A row of `/system/script` or `/system/scheduler` as it was seen.
public struct ObservedScriptRow: Hashable, Sendable {
    /// Its id in this reading.
    public var id: String
    /// Its name.
    public var name: String
    /// Its comment; empty for none.
    public var comment: String
    /// Its properties in RouterOS names, only those that were asked for; absent ones have their default.
    public var properties: [String: String]
    /// What is run: the source, or the event; nil where nobody asked, since the name is not one of ours.
    public var text: String?

    /// Makes a row.
    ///
    /// - Parameters:
    ///   - id: its id in this reading.
    ///   - name: its name.
    ///   - comment: its comment.
    ///   - properties: its properties.
    ///   - text: what is run.
    public init(id: String, name: String, comment: String, properties: [String: String], text: String?) {
        self.id = id
        self.name = name
        self.comment = comment
        self.properties = properties
        self.text = text
    }
}
