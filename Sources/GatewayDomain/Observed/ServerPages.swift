/// Where a hotspot server has its pages: settings of its server profile, which other servers may share.
public struct ServerPages: Hashable, Sendable {
    /// The server profile: its id in this reading, and its name.
    public var profile: RowReference
    /// The directory that it has from the factory (`html-directory`).
    public var directory: String
    /// The directory that goes before it (`html-directory-override`); empty for none.
    public var override: String

    /// Says where pages are.
    ///
    /// - Parameters:
    ///   - profile: the server profile.
    ///   - directory: the directory that it has from the factory.
    ///   - override: the directory that goes before it; empty for none.
    public init(profile: RowReference, directory: String, override: String) {
        self.profile = profile
        self.directory = directory
        self.override = override
    }

    /// A directory of ours on this router.
    ///
    /// Where the router keeps its own pages under `flash`, all else is in memory and gone after a reboot (manual, Files page).
    ///
    /// - Parameter name: its name.
    /// - Returns: the name, with `flash/` before it where that is needed.
    public func path(of name: String) -> String {
        directory.hasPrefix("flash/") ? "flash/" + name : name
    }
}
