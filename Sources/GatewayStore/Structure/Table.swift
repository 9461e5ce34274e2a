/// A table as every engine can make it; the driver renders it.
struct Table: Sendable {
    var name: String
    var columns: [Column]
    /// The columns of the primary key.
    var key: [String]
    /// Sets of columns whose values together occur once.
    var unique: [[String]] = []
    /// Conditions that every row meets, in the SQL that engines share.
    var checks: [String] = []
    /// Sets of columns that queries look up.
    var indexes: [[String]] = []

    struct Column: Sendable {
        var name: String
        var type: ColumnType
        var isOptional: Bool = false
        var reference: Reference?

        /// What a column points to.
        struct Reference: Sendable {
            var table: String
            var column: String
            /// Whether the row goes when the one that it points to goes; otherwise that one cannot be deleted.
            var deletes: Bool
        }

        static func text(_ name: String) -> Column { Column(name: name, type: .text) }
        static func int64(_ name: String) -> Column { Column(name: name, type: .int64) }
        static func bytes(_ name: String) -> Column { Column(name: name, type: .bytes) }

        /// The same column, which may be empty.
        var optional: Column {
            var column = self
            column.isOptional = true
            return column
        }

        /// The same column, which points to a row of another table.
        func references(_ table: String, _ column: String = "id", deletes: Bool = false) -> Column {
            var copy = self
            copy.reference = Reference(table: table, column: column, deletes: deletes)
            return copy
        }
    }

    enum Engine: Sendable {
        case sqlite
    }

    /// The statements that make the table and its indexes.
    func rendered(for engine: Engine) -> [String] {
        var lines = columns.map { Self.rendered($0, for: engine) }
        lines.append("PRIMARY KEY (\(key.joined(separator: ", ")))")
        lines += unique.map { "UNIQUE (\($0.joined(separator: ", ")))" }
        lines += checks.map { "CHECK (\($0))" }
        let suffix =
            switch engine {
            case .sqlite: " STRICT"
            }
        let table = "CREATE TABLE \(name) (\n    \(lines.joined(separator: ",\n    "))\n)\(suffix)"
        return [table]
            + indexes.map { columns in
                let index = "\(name)_by_\(columns.joined(separator: "_"))"
                return "CREATE INDEX \(index) ON \(name) (\(columns.joined(separator: ", ")))"
            }
    }

    private static func rendered(_ column: Column, for engine: Engine) -> String {
        let type =
            switch (engine, column.type) {
            case (.sqlite, .int64): "INTEGER"
            case (.sqlite, .text): "TEXT"
            case (.sqlite, .bytes): "BLOB"
            }
        var text = "\(column.name) \(type)"
        if !column.isOptional { text += " NOT NULL" }
        if let reference = column.reference {
            text += " REFERENCES \(reference.table) (\(reference.column))"
            if reference.deletes { text += " ON DELETE CASCADE" }
        }
        return text
    }
}
