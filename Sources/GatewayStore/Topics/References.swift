extension Store {
    /// Picks the one that a reference means: the one with that id, else the only one with that name.
    static func only<Value>(
        _ found: [Value],
        kind: StoreError.Kind,
        reference: String,
        id: (Value) -> String
    ) throws(StoreError) -> Value {
        if let exact = found.first(where: { id($0) == reference.lowercased() }) { return exact }
        guard let first = found.first else { throw .notFound(kind: kind, reference: reference) }
        guard found.count == 1 else { throw .ambiguous(kind: kind, name: reference, count: found.count) }
        return first
    }

    /// Bounds of every name that people give: not empty, at most 100 characters, no control characters.
    static func checkName(_ name: String, field: String = "name") throws(StoreError) {
        guard !name.isEmpty, name.count <= 100 else {
            throw .invalid(field: field, reason: "has \(name.count) characters, outside of 1 to 100")
        }
        guard name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw .invalid(field: field, reason: "holds a control character")
        }
    }
}
