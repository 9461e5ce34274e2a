/// Any number of rows as one argument, for `\(rows: …)` in a statement: a JSON array of arrays.
///
/// Both engines read JSON as rows (`json_each`, `json_array_elements`), without a bound on the number of parameters.
struct SQLRows: SQLConvertible, Sendable {
    private(set) var json: String
    private(set) var isEmpty = true

    init() {
        json = "[]"
    }

    init<Elements: Sequence>(_ elements: Elements, _ columns: (Elements.Element) -> [any SQLConvertible]) {
        var json = "["
        for element in elements {
            json += isEmpty ? "[" : ",["
            isEmpty = false
            for (index, column) in columns(element).enumerated() {
                if index > 0 { json += "," }
                Self.append(column.sqlValue, to: &json)
            }
            json += "]"
        }
        self.json = json + "]"
    }

    var sqlValue: SQLValue { .text(json) }

    private static func append(_ value: SQLValue, to json: inout String) {
        switch value {
        case .null: json += "null"
        case .integer(let integer): json += String(integer)
        case .text(let text): JSONText.append(text, to: &json)
        case .bytes: preconditionFailure("JSON holds no bytes: bind them as an argument of their own")
        }
    }
}
