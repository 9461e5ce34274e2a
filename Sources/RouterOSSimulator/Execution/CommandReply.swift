/// One sentence of an answer, before it has a tag.
enum CommandReply: Hashable, Sendable {
    /// `!re`
    case row(PrintedRow)
    /// `!trap`
    case trap(message: String, category: Int?)
    /// `!empty`, from 7.18.
    case empty
    /// `!done`, perhaps with `=ret=`.
    case done(ret: WordBytes?)
    /// `!fatal` with a bare reason; the connection closes.
    case fatal(String)
}

/// A row as it is sent: names and values in order.
struct PrintedRow: Hashable, Sendable {
    struct Field: Hashable, Sendable {
        let name: String
        let value: WordBytes
    }

    var fields: [Field] = []

    subscript(name: String) -> WordBytes? {
        self.fields.first { $0.name == name }?.value
    }

    mutating func append(_ name: String, _ value: WordBytes) {
        self.fields.append(Field(name: name, value: value))
    }

    mutating func append(_ name: String, _ value: WordBytes?) {
        if let value { self.append(name, value) }
    }

    /// The row with nothing but these properties, and `.id` only when it is among them (measured on 7.23.1 by
    /// tikoci/centrs).
    func restricted(to names: [String]?) -> PrintedRow {
        guard let names else { return self }
        return PrintedRow(fields: self.fields.filter { names.contains($0.name) })
    }
}
