import GRDB

extension StoreError {
    /// What an error inside a statement or transaction means.
    ///
    /// Arguments never show: GRDB hides them.
    ///
    /// - Parameters:
    ///   - error: the error.
    ///   - file: the database file; empty where nobody knows it.
    init(_ error: any Error, in file: String = "") {
        guard let error = error as? DatabaseError else {
            self = error as? StoreError ?? .unavailable("the database could not be used: \(error)")
            return
        }
        let database = file.isEmpty ? "the database" : "the database \(file)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self = .unavailable("the database is busy with another process's change; try again")
        case .SQLITE_CONSTRAINT:
            self = .conflict("the change breaks a rule of the database (\(error.message ?? "constraint"))")
        case .SQLITE_FULL:
            self = .unavailable(
                "the disk of \(database) is full and nothing was written: make room there, then try again; "
                    + "a gateway that serves goes on by itself"
            )
        case .SQLITE_IOERR:
            self = .unavailable(
                "\(database) could not be read or written (\(error.message ?? "disk I/O error")): look at its disk, "
                    + "its quota and the system's log"
            )
        case .SQLITE_READONLY, .SQLITE_PERM:
            self = .unavailable(
                "\(database) may not be written: check the owner and mode of it and of its folder, and that its file system "
                    + "is not mounted read-only"
            )
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self = .damaged("\(database) answers: \(error.message ?? "it is malformed")")
        default:
            self = .unavailable("\(database) answered: \(error.message ?? "error \(error.resultCode.rawValue)")")
        }
    }

    /// What an error at opening a file means.
    init(opening path: String, _ error: any Error) {
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_BUSY:
            self.init(error, in: path)
        default:
            let reason = (error as? DatabaseError)?.message ?? "\(error)"
            self = .unavailable(
                "cannot open the database \(path): \(reason); check that the path is right and that the folder may be written"
            )
        }
    }
}
