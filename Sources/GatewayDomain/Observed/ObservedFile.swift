/// A file or directory of ours in a router's storage.
public struct ObservedFile: Hashable, Sendable {
    /// Its id in this reading.
    public var id: String
    /// Its name, with the directories that it lies in.
    public var name: String
    /// What is in it; nil for a directory.
    public var contents: String?

    /// Makes a file.
    ///
    /// - Parameters:
    ///   - id: its id in this reading.
    ///   - name: its name, with the directories that it lies in.
    ///   - contents: what is in it; nil for a directory.
    public init(id: String, name: String, contents: String?) {
        self.id = id
        self.name = name
        self.contents = contents
    }
}
