/// A user profile as it was seen.
public struct ObservedProfile: Hashable, Sendable {
    /// Its id in this reading.
    public var id: String
    /// Its name.
    public var name: String
    /// Its properties in RouterOS names, only those that were asked for; absent ones have their default.
    public var properties: [String: String]

    /// Makes a profile.
    ///
    /// - Parameters:
    ///   - id: its id in this reading.
    ///   - name: its name.
    ///   - properties: its properties.
    public init(id: String, name: String, properties: [String: String]) {
        self.id = id
        self.name = name
        self.properties = properties
    }
}
