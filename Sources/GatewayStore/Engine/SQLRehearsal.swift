/// A connection on which some tables exist a second time, empty: whatever a statement changes there happens to these, which nobody
/// else sees and which are gone with the connection.
///
/// Statements need not know: a table's plain name means the second one, and every other table can be read but not changed.
protocol SQLRehearsal: Sendable {
    /// Runs a closure. What it changes is there for the next one; when it throws, nothing is.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLRehearsalConnection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value

    /// Closes the connection, and with it all that was changed.
    func close() throws(StoreError)
}

/// A connection of a rehearsal.
protocol SQLRehearsalConnection: SQLConnection {
    /// Copies rows of a table as it really is, but for those that are there already.
    ///
    /// - Parameters:
    ///   - table: the table.
    ///   - source: rows to join with, such as `\(rows: 1, …) AS r`.
    ///   - condition: which rows of the table, called `t` here, belong to which of the source.
    ///   - arguments: the values of `$1`, `$2`, …
    /// - Throws: what the database answered.
    func copy(_ table: String, joining source: SQL, on condition: SQL, _ arguments: [any SQLConvertible])
        throws(StoreError)
}
