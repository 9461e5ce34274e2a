import Foundation
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// What a command works with: the open database, and where its results go.
struct Session {
    let store: Store
    let location: DatabaseLocation
    let output: Output

    /// The time.
    var now: Timestamp { .current }

    /// Opens the database.
    ///
    /// - Parameters:
    ///   - options: which one.
    ///   - createsDatabase: whether one that does not exist is made.
    ///   - note: for whom it is, for the audit log; nil when the process acts for nobody.
    /// - Returns: the open database and where results go.
    /// - Throws: one line that names the remedy.
    static func open(_ options: GlobalOptions, createsDatabase: Bool, acting note: WriteNote?) async throws -> Session {
        try await open(
            try DatabaseLocation(options, environment: ProcessInfo.processInfo.environment),
            createsDatabase: createsDatabase,
            acting: note,
            output: Output(isJSON: options.json)
        )
    }

    /// Opens the database at a place.
    ///
    /// - Parameters:
    ///   - location: where it is.
    ///   - createsDatabase: whether one that does not exist is made.
    ///   - note: for whom it is, for the audit log; nil when the process acts for nobody.
    ///   - output: where results go.
    /// - Returns: the open database and where results go.
    /// - Throws: one line that names the remedy.
    static func open(
        _ location: DatabaseLocation,
        createsDatabase: Bool,
        acting note: WriteNote?,
        output: Output
    ) async throws -> Session {
        if !createsDatabase, !FileManager.default.fileExists(atPath: location.path) {
            throw CommandFailure(
                """
                there is no database at \(location.path): make one with gardengate instance add NAME, \
                or name another with --database PATH
                """
            )
        }
        var store = try await Store.open(StoreConfiguration(path: location.path, keyFile: location.keyFile))
        if let note { store = store.acting(for: note) }
        return Session(store: store, location: location, output: output)
    }
}

extension Timestamp {
    /// The time of this machine's clock.
    static var current: Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded()))
    }
}
