import GatewayDomain

/// One row of a result: values by column name.
///
/// Every reading throws when the column is missing or of another type: that is a database that this version does not
/// understand, and is said as such, never trapped on.
struct SQLRow: Sendable {
    private let columns: [String: Int]
    private let values: [SQLValue]

    init(columns: [String: Int], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    func value(_ column: String) throws(StoreError) -> SQLValue {
        guard let index = columns[column] else { throw .damaged("a result has no column \(column)") }
        return values[index]
    }

    func optionalText(_ column: String) throws(StoreError) -> String? {
        switch try value(column) {
        case .null: return nil
        case .text(let text): return text
        default: throw .damaged("column \(column) holds no text")
        }
    }

    func text(_ column: String) throws(StoreError) -> String {
        guard let text = try optionalText(column) else { throw .damaged("column \(column) is empty") }
        return text
    }

    func optionalInteger(_ column: String) throws(StoreError) -> Int64? {
        switch try value(column) {
        case .null: return nil
        case .integer(let integer): return integer
        default: throw .damaged("column \(column) holds no number")
        }
    }

    func integer(_ column: String) throws(StoreError) -> Int64 {
        guard let integer = try optionalInteger(column) else { throw .damaged("column \(column) is empty") }
        return integer
    }

    func bytes(_ column: String) throws(StoreError) -> [UInt8] {
        guard case .bytes(let bytes) = try value(column) else { throw .damaged("column \(column) holds no bytes") }
        return bytes
    }

    func optionalBytes(_ column: String) throws(StoreError) -> [UInt8]? {
        if case .null = try value(column) { return nil }
        return try bytes(column)
    }

    func flag(_ column: String) throws(StoreError) -> Bool {
        try integer(column) != 0
    }

    func time(_ column: String) throws(StoreError) -> Timestamp {
        Timestamp(milliseconds: try integer(column))
    }

    func optionalTime(_ column: String) throws(StoreError) -> Timestamp? {
        try optionalInteger(column).map(Timestamp.init(milliseconds:))
    }

    func id<Entity>(_ column: String, of _: Entity.Type = Entity.self) throws(StoreError) -> Identifier<Entity> {
        Identifier(try text(column))
    }

    func optionalID<Entity>(
        _ column: String,
        of _: Entity.Type = Entity.self
    ) throws(StoreError) -> Identifier<Entity>? {
        try optionalText(column).map { Identifier($0) }
    }

    /// A column whose text is the raw value of a closed set of cases.
    func choice<Choice: RawRepresentable<String>>(
        _ column: String,
        of _: Choice.Type = Choice.self
    ) throws(StoreError) -> Choice {
        guard let choice = try optionalChoice(column, of: Choice.self) else {
            throw .damaged("column \(column) is empty")
        }
        return choice
    }

    func optionalChoice<Choice: RawRepresentable<String>>(
        _ column: String,
        of _: Choice.Type = Choice.self
    ) throws(StoreError) -> Choice? {
        guard let text = try optionalText(column) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw .damaged("column \(column) holds \"\(text)\", which this version does not know")
        }
        return choice
    }
}
