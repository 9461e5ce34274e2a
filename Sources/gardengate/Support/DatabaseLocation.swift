import Foundation

/// Where the database is: as asked for, else as the environment says, else in the XDG data folder.
///
/// The data folder is `$XDG_DATA_HOME`, or `~/.local/share` without one or with a relative one (XDG Base Directory
/// Specification 0.8).
struct DatabaseLocation {
    /// The database file.
    let path: String
    /// The key file, or nil for the one beside the database.
    let keyFile: String?

    /// Finds out where the database is.
    ///
    /// - Parameters:
    ///   - options: what was asked for.
    ///   - environment: the environment.
    /// - Throws: one line that names the remedy.
    init(_ options: GlobalOptions, environment: [String: String]) throws {
        keyFile = options.keyFile.map(Self.expanded)
        if let path = options.database ?? environment["GARDENGATE_DATABASE"] {
            guard !path.isEmpty else {
                throw CommandFailure("the path of the database is empty: give --database PATH", exitCode: 64)
            }
            self.path = Self.expanded(path)
            return
        }
        if let folder = environment["XDG_DATA_HOME"], folder.hasPrefix("/") {
            path = folder + "/gardengate/gardengate.db"
            return
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw CommandFailure(
                "no place for the database: neither HOME nor XDG_DATA_HOME is set; give --database PATH"
            )
        }
        path = home + "/.local/share/gardengate/gardengate.db"
    }

    /// A path that does not depend on the current folder.
    private static func expanded(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}
