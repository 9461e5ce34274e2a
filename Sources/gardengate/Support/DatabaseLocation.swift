import Foundation

/// Where the database is: as asked for, else as the environment says, else as the configuration file does, else in the XDG data folder.
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
        let flags = ConfigurationFlags(
            ["database": options.database, "key-file": options.keyFile].mapValues { $0.map { [$0] } ?? [] }
        )
        // Whoever names the database means that one and its key, whatever the file says.
        let named = options.database != nil || environment["GARDENGATE_DATABASE"] != nil
        let source = ConfigurationSource(
            path: named ? "" : nil,
            environment: environment,
            flags: flags
        )
        let reading = try source.read()
        // What else is wrong in the file is told by whoever reads the rest of it.
        let keys: Set<String?> = [nil, "database", "key-file"]
        if let problem = reading.problems.first(where: { keys.contains($0.key) }) {
            throw ConfigurationProblems(all: [problem])
        }
        try self.init(path: reading.settings.database, keyFile: reading.keyFile, environment: environment)
    }

    /// Takes what was found out, or finds the place where databases are.
    ///
    /// - Parameters:
    ///   - path: the database; nil for the one in the XDG data folder.
    ///   - keyFile: its key file; nil for the one beside it.
    ///   - environment: the environment.
    /// - Throws: one line that names the remedy.
    init(path: String?, keyFile: String?, environment: [String: String]) throws {
        self.keyFile = keyFile.map(Self.expanded)
        if let path {
            self.path = Self.expanded(path)
            return
        }
        if let folder = environment["XDG_DATA_HOME"], folder.hasPrefix("/") {
            self.path = folder + "/gardengate/gardengate.db"
            return
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw CommandFailure(
                "no place for the database: neither HOME nor XDG_DATA_HOME is set; give --database PATH"
            )
        }
        self.path = home + "/.local/share/gardengate/gardengate.db"
    }

    /// A path that does not depend on the current folder.
    private static func expanded(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}
