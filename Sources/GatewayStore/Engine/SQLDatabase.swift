/// An engine: transactions over statements.
///
/// A transaction is one closure that runs to its end on one connection: `libpq` and SQLite both work like that, and no
/// transaction can be left open by forgetting it. It is never cut by a cancelled task either: a change is short, and a
/// gateway that stops still has to write what it did.
protocol SQLDatabase: Sendable {
    /// Runs a closure that only reads; it sees one state of the database throughout.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value

    /// Runs a closure whose changes all take effect, durably, or none does. No other writer comes between its statements.
    ///
    /// - Returns: what the closure gave, and whether any row was changed.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StoreError) -> Value
    ) async throws(StoreError) -> (value: Value, changed: Bool)

    /// Calls `changed` once when it has begun to watch, and soon after anybody, in any process, changed the database.
    ///
    /// Returns when the task is cancelled.
    func watch(every interval: Duration, _ changed: @escaping @Sendable () -> Void) async throws(StoreError)

    /// Takes care that what was overwritten or deleted before stands nowhere in the database's files any more.
    ///
    /// Others read and write on; a change waits meanwhile.
    ///
    /// - Parameter bytesMaximum: a database that is larger is not written anew as a whole.
    /// - Returns: how far it got.
    /// - Throws: why it could not be done now; it can be tried again.
    func scrub(bytesMaximum: Int64) async throws(StoreError) -> Scrubbing

    /// Opens a connection on which some tables can be changed without anybody noticing.
    func rehearsal(of tables: [String]) throws(StoreError) -> any SQLRehearsal

    /// How many statements ran since the database was opened, without those that begin and end transactions.
    var statementCount: Int { get }

    /// Closes every connection.
    func close() throws(StoreError)
}

/// One connection inside one transaction.
protocol SQLConnection {
    /// Runs a statement and gives its rows; empty for one that returns none.
    ///
    /// - Parameters:
    ///   - sql: one statement.
    ///   - arguments: the values of `$1`, `$2`, …
    /// - Returns: the rows.
    /// - Throws: what the database answered.
    @discardableResult
    func query(_ sql: SQL, _ arguments: [any SQLConvertible]) throws(StoreError) -> [SQLRow]

    /// How many rows this connection has changed so far; it grows exactly when something is changed.
    var changeCount: Int { get }

    /// Whether a table of this name exists.
    func hasTable(_ name: String) throws(StoreError) -> Bool

    /// Makes a table with its indexes, in the form of this engine.
    func create(_ table: Table) throws(StoreError)
}

extension SQLConnection {
    @discardableResult
    func query(_ sql: SQL) throws(StoreError) -> [SQLRow] {
        try query(sql, [])
    }

    /// Runs a statement and maps its rows.
    func query<Value>(
        _ sql: SQL,
        _ arguments: [any SQLConvertible] = [],
        as map: (SQLRow) throws(StoreError) -> Value
    ) throws(StoreError) -> [Value] {
        var values: [Value] = []
        for row in try query(sql, arguments) { values.append(try map(row)) }
        return values
    }
}
