import Glibc

/// The few things that are done with files beside SQLite itself.
enum FileSystem {
    /// The folder of a file; `.` for a bare name.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes a folder and the ones above it, for the owner only.
    static func makeFolder(_ path: String) throws(StoreError) {
        guard path != ".", path != "/", access(path, F_OK) != 0 else { return }
        try makeFolder(folder(of: path))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            let reason = String(cString: strerror(errno))
            throw .unavailable("cannot make the folder \(path): \(reason); choose another place for the database")
        }
    }

    /// Makes an empty file that only the owner may read and write, unless it exists.
    ///
    /// SQLite gives the files beside it
    /// the same mode. When this fails, opening the database fails as well and says why.
    static func makePrivateFile(_ path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Whether a file is not there, or holds nothing.
    static func isEmpty(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_size == 0
    }

    /// Makes the names in a folder durable.
    ///
    /// Some file systems cannot; then the names are as durable as they get.
    static func synchronize(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
