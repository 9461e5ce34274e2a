import GRDB

/// A rehearsal on SQLite: temporary tables, whose names win over those of the database, on a connection that can only read it.
///
/// What they hold beyond a small cache stands in a file that SQLite removes as soon as it has opened it (`temp_store` is FILE by
/// default, sqlite.org/tempfiles.html), so that it costs no memory and is never left behind.
final class SQLiteRehearsal: SQLRehearsal {
    private let path: String
    private let queue: DatabaseQueue
    private let counter: StatementCounter

    /// Opens the connection.
    ///
    /// - Parameters:
    ///   - path: the database.
    ///   - tables: what is there a second time.
    ///   - configuration: how connections of this database are opened.
    ///   - counter: counts statements.
    /// - Throws: ``StoreError`` when it cannot be opened.
    init(
        path: String,
        tables: [String],
        configuration: Configuration,
        counter: StatementCounter
    ) throws(StoreError) {
        var configuration = configuration
        // A statement that reached a table of the database itself would fail, and not change it.
        configuration.readonly = true
        // What the copied rows refer to is in tables that are not copied.
        configuration.foreignKeysEnabled = false
        self.counter = counter
        self.path = path
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.writeWithoutTransaction { database in
                for table in tables { try Self.double(table, database) }
            }
        } catch {
            throw StoreError(opening: path, error)
        }
    }

    /// Makes a table and its indexes once more, as the statements in the schema say.
    private static func double(_ table: String, _ database: Database) throws {
        let statements = try String.fetchAll(
            database,
            sql: "SELECT sql FROM main.sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC",
            arguments: [table]
        )
        for statement in statements { try database.execute(sql: temporary(statement)) }
    }

    /// A statement that makes a table or an index, for a temporary one; SQLite keeps it with these words in front, however it was typed.
    private static func temporary(_ statement: String) -> String {
        let beginnings = [
            "CREATE TABLE ": "CREATE TEMP TABLE ", "CREATE INDEX ": "CREATE INDEX temp.",
            "CREATE UNIQUE INDEX ": "CREATE UNIQUE INDEX temp.",
        ]
        for (beginning, other) in beginnings where statement.hasPrefix(beginning) {
            return other + statement.dropFirst(beginning.count)
        }
        return statement
    }

    func run<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLRehearsalConnection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        do {
            return try await queue.writeWithoutTransaction { [counter, path] database in
                var value: Value?
                // Deferred: it reads one state of the database throughout, and keeps nobody from writing.
                try database.inTransaction(.deferred) {
                    value = try body(SQLiteConnection(database: database, counter: counter, file: path))
                    return .commit
                }
                guard let value else { throw StoreError.damaged("a rehearsal without a result") }
                return value
            }
        } catch {
            throw StoreError(error, in: path)
        }
    }

    func close() throws(StoreError) {
        do {
            try queue.close()
        } catch {
            throw StoreError(error, in: path)
        }
    }
}

extension SQLiteConnection: SQLRehearsalConnection {
    func copy(_ table: String, joining source: SQL, on condition: SQL, _ arguments: [any SQLConvertible])
        throws(StoreError)
    {
        let (into, from) = (SQL(stringLiteral: "temp.\(table)"), SQL(stringLiteral: "main.\(table)"))
        _ = try query(
            "INSERT OR IGNORE INTO \(into) SELECT DISTINCT t.* FROM \(source) JOIN \(from) AS t ON \(condition)",
            arguments
        )
    }
}
