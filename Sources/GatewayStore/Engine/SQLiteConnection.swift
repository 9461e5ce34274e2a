import Foundation
import GRDB

/// One connection of SQLite inside one transaction.
struct SQLiteConnection: SQLConnection {
    let database: Database
    let counter: StatementCounter
    /// The database file, for what errors say; empty where it is of no use.
    var file = ""

    func query(_ sql: SQL, _ arguments: [any SQLConvertible]) throws(StoreError) -> [SQLRow] {
        counter.add()
        do {
            let statement = try database.cachedStatement(sql: sql.rendered(rows: Self.rowSource))
            // In SQLite `$2` is a name like any other: an array would be bound in the order of first appearance.
            var named: [String: DatabaseValue] = [:]
            for (index, argument) in arguments.enumerated() {
                named[String(index + 1)] = Self.databaseValue(argument.sqlValue)
            }
            if statement.columnCount == 0 {
                try statement.execute(arguments: StatementArguments(named))
                return []
            }
            let names = statement.columnNames
            var columns: [String: Int] = [:]
            for (index, name) in names.enumerated() where columns[name] == nil { columns[name] = index }
            // The cursor only takes the steps; each row is read from the statement: GRDB's own rows make a text of each column's name
            // again, or decode each value by its type.
            let cursor = try DatabaseValue.fetchCursor(statement, arguments: StatementArguments(named))
            var rows: [SQLRow] = []
            while try cursor.next() != nil {
                var values: [SQLValue] = []
                values.reserveCapacity(names.count)
                for index in names.indices {
                    let value = DatabaseValue(sqliteStatement: statement.sqliteStatement, index: CInt(index))
                    values.append(Self.value(value))
                }
                rows.append(SQLRow(columns: columns, values: values))
            }
            return rows
        } catch {
            throw StoreError(error, in: file)
        }
    }

    var changeCount: Int { database.totalChangesCount }

    func hasTable(_ name: String) throws(StoreError) -> Bool {
        do {
            return try database.tableExists(name)
        } catch {
            throw StoreError(error, in: file)
        }
    }

    func create(_ table: Table) throws(StoreError) {
        for text in table.rendered(for: .sqlite) {
            try query(SQL(stringLiteral: text))
        }
    }

    private static func rowSource(parameter: Int, columns: [(name: String, type: ColumnType)]) -> String {
        let list = columns.enumerated().map { "json_extract(value, '$[\($0)]') AS \($1.name)" }
        return "(SELECT \(list.joined(separator: ", ")) FROM json_each($\(parameter)))"
    }

    private static func databaseValue(_ value: SQLValue) -> DatabaseValue {
        switch value {
        case .null: .null
        case .integer(let integer): integer.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
    }

    private static func value(_ value: DatabaseValue) -> SQLValue {
        switch value.storage {
        case .null: .null
        case .int64(let integer): .integer(integer)
        // No column of ours is REAL; an average would be, and none is asked for.
        case .double(let double): .integer(Int64(double))
        case .string(let text): .text(text)
        case .blob(let data): .bytes([UInt8](data))
        }
    }
}
