/// A walled-garden row as it should be.
public struct DesiredGardenRow: Hashable, Sendable {
    /// The entry that it serves.
    public var entry: WalledGardenEntry.ID
    /// The entry's name, for people.
    public var name: String
    /// The menu that it belongs to.
    public var list: GardenList
    /// Its properties in RouterOS names and values, without `comment` and `disabled`: every one that is not here has to be unset.
    public var properties: [String: String]

    /// Makes a row.
    ///
    /// - Parameters:
    ///   - entry: the entry that it serves.
    ///   - name: the entry's name.
    ///   - list: the menu that it belongs to.
    ///   - properties: its properties.
    public init(entry: WalledGardenEntry.ID, name: String, list: GardenList, properties: [String: String]) {
        self.entry = entry
        self.name = name
        self.list = list
        self.properties = properties
    }
}
