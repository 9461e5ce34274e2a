/// Where a page of a list by name ended: name and id of its last element.
public struct NameCursor: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The id, which tells apart what bears the same name.
    public var id: String

    /// Names the last element of a page.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - id: its id.
    public init(name: String, id: String) {
        self.name = name
        self.id = id
    }
}
