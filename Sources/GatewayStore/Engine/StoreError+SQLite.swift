import GRDB

extension StoreError {
    /// What an error inside a statement or transaction means.
    ///
    /// Arguments never show: GRDB hides them.
    init(_ error: any Error) {
        switch error {
        case let error as StoreError:
            self = error
        case let error as DatabaseError where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED:
            self = .unavailable("the database is busy with another process's change; try again")
        case let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT:
            self = .conflict("the change breaks a rule of the database (\(error.message ?? "constraint"))")
        case let error as DatabaseError where error.resultCode == .SQLITE_FULL:
            self = .unavailable("the disk of the database is full; make room and try again")
        case let error as DatabaseError:
            self = .unavailable("the database answered: \(error.message ?? "error \(error.resultCode.rawValue)")")
        default:
            self = .unavailable("the database could not be used: \(error)")
        }
    }

    /// What an error at opening a file means.
    init(opening path: String, _ error: any Error) {
        let reason = (error as? DatabaseError)?.message ?? "\(error)"
        self = .unavailable(
            "cannot open the database \(path): \(reason); check that the path is right and that the folder may be written"
        )
    }
}
