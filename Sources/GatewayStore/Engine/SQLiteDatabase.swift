import GRDB
import Synchronization

/// SQLite over GRDB's pool: one writer, several readers, a write-ahead log.
final class SQLiteDatabase: SQLDatabase {
    /// Open to tests, which look at pragmas and at the schema as SQLite keeps it.
    let pool: DatabasePool
    private let path: String
    private let counter = StatementCounter()
    private let writes: WriteQueue

    /// Opens a database file, which is made when it does not exist.
    ///
    /// - Parameter path: where the file is; its folder must exist.
    /// - Throws: ``StoreError/unavailable(_:)`` that names the file.
    init(path: String) throws(StoreError) {
        self.path = path
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration(label: "store"))
            // The pool sets NORMAL on its writer after the configuration's own hook ran, so FULL is set on the open
            // writer: an acknowledged redemption must survive a power cut.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        } catch {
            throw StoreError(opening: path, error)
        }
        writes = WriteQueue(pool)
    }

    /// Reads a database before it is opened, without changing a byte of it, as opening a pool would.
    ///
    /// A file that does not exist, or is empty, is passed over.
    ///
    /// - Parameters:
    ///   - path: the database file.
    ///   - body: is given the connection.
    /// - Throws: what `body` throws, or ``StoreError/unavailable(_:)`` that names the file.
    static func inspect(
        _ path: String,
        _ body: (any SQLConnection) throws(StoreError) -> Void
    ) throws(StoreError) {
        guard !FileSystem.isEmpty(path) else { return }
        do {
            // Whoever closes a database last moves its log into it, unless it may only read; where there is none, whoever may only read
            // would leave an empty one.
            var configuration = configuration(label: "inspect")
            configuration.readonly = !FileSystem.isEmpty(path + "-wal")
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            // Whatever closing would say, what was read is read.
            defer { try? queue.close() }
            try queue.read { database in
                try body(SQLiteConnection(database: database, counter: StatementCounter(), file: path))
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError(opening: path, error)
        }
    }

    private static func configuration(label: String) -> Configuration {
        var configuration = Configuration()
        configuration.label = label
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        // What is deleted or overwritten is filled with zeros, whatever this SQLite was built with.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
        return configuration
    }

    var statementCount: Int { counter.value }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            pool.asyncRead { [counter, path] access in
                continuation.resume(
                    returning: Self.result { () throws(StoreError) in
                        do {
                            return try body(SQLiteConnection(database: access.get(), counter: counter, file: path))
                        } catch {
                            throw StoreError(error, in: path)
                        }
                    }
                )
            }
        }
        return try result.get()
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> Value
    ) async throws(StoreError) -> (value: Value, changed: Bool) {
        let result: Result<(value: Value, changed: Bool), StoreError> = await withCheckedContinuation { continuation in
            let outcome = WriteOutcome<Value>(file: path)
            writes.add(
                WriteQueue.Entry(
                    run: { [counter, path] database in outcome.fill(Self.run(body, database, counter, path)) },
                    answer: { continuation.resume(returning: outcome.result(after: $0)) }
                )
            )
        }
        return try result.get()
    }

    private static func run<Value>(
        _ body: (any SQLConnection) throws(StoreError) -> Value,
        _ database: Database,
        _ counter: StatementCounter,
        _ path: String
    ) -> Result<(value: Value, changed: Bool), StoreError> {
        let before = database.totalChangesCount
        return Self.result { () throws(StoreError) in
            let value = try body(SQLiteConnection(database: database, counter: counter, file: path))
            return (value: value, changed: database.totalChangesCount != before)
        }
    }

    private static func result<Value>(_ body: () throws(StoreError) -> Value) -> Result<Value, StoreError> {
        do {
            return .success(try body())
        } catch {
            return .failure(error)
        }
    }

    func watch(every interval: Duration, _ changed: @escaping @Sendable () -> Void) async throws(StoreError) {
        do {
            // `data_version` changes when another connection commits, of this process too; its values mean something
            // only on one and the same connection, so it has one of its own, which never writes.
            var configuration = Self.configuration(label: "watch")
            configuration.readonly = true
            let watcher = try DatabaseQueue(path: path, configuration: configuration)
            var last = try await Self.dataVersion(watcher)
            // What changed before this first reading would never be told otherwise.
            changed()
            while !Task.isCancelled {
                try await Task.sleep(for: interval)
                let version = try await Self.dataVersion(watcher)
                if version != last { changed() }
                last = version
            }
        } catch {
            // A cancelled read may end in an error of SQLite as well.
            guard !Task.isCancelled else { return }
            throw StoreError(error, in: path)
        }
    }

    private static func dataVersion(_ watcher: DatabaseQueue) async throws -> Int64? {
        try await watcher.read { try Int64.fetchOne($0, sql: "PRAGMA data_version") }
    }

    func scrub(bytesMaximum: Int64) async throws(StoreError) -> Scrubbing {
        let result: Result<Scrubbing, StoreError> = await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [path] database in
                continuation.resume(
                    returning: Self.result { () throws(StoreError) in
                        do {
                            return try Self.scrub(database, bytesMaximum: bytesMaximum)
                        } catch {
                            throw StoreError(error, in: path)
                        }
                    }
                )
            }
        }
        return try result.get()
    }

    private static func scrub(_ database: Database, bytesMaximum: Int64) throws -> Scrubbing {
        let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let pageSize = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        let bytes = pages * pageSize
        // `secure_delete` fills what is deleted, not what is left behind where SQLite moved a row to another page before it was
        // deleted there: of 20,000 rows with growing values some four leave such a copy. Only writing all pages anew ends these.
        if bytes <= bytesMaximum { try database.execute(sql: "VACUUM") }
        // The log still holds pages as they were.
        try database.checkpoint(.truncate)
        return bytes <= bytesMaximum ? .complete : .tooLarge(bytes: bytes)
    }

    func rehearsal(of tables: [String]) throws(StoreError) -> any SQLRehearsal {
        try SQLiteRehearsal(
            path: path,
            tables: tables,
            configuration: Self.configuration(label: "rehearsal"),
            counter: counter
        )
    }

    func close() throws(StoreError) {
        do {
            try pool.close()
        } catch {
            throw StoreError(error, in: path)
        }
        // What is not moved now is moved when the next process closes the database.
        try? moveLog()
    }

    /// Moves the log into the database and removes it, unless somebody else uses the database.
    ///
    /// The last connection to close does that, and a pool closes its readers last, which can do neither. What is left behind would be moved
    /// again by every short command, and grow with each of them.
    private func moveLog() throws {
        let last = try DatabaseQueue(path: path)
        // A connection that has read nothing has not opened the log.
        try last.read { database in _ = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_schema") }
        try last.close()
    }
}

/// Counts statements over all connections of a database.
final class StatementCounter: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add() { count.add(1, ordering: .relaxed) }
}
