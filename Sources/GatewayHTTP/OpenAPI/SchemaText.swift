import Yams

/// What a schema allows, in words for a table.
struct SchemaText {
    let document: OpenAPIDocument

    /// A type, with the schema of the document that it leads to.
    struct TypeName {
        /// What stands before the name of the schema.
        var prefix = ""
        /// The name of a schema, or of a plain type.
        var name: String
        /// Whether the document has a schema of this name.
        var isSchema = false
        /// What stands behind.
        var suffix = ""
    }

    /// What type a schema is.
    func type(of schema: Node) -> TypeName {
        if schema["$ref"] != nil, let name = document.resolved(schema).name {
            return TypeName(name: name, isSchema: true)
        }
        if let parts = schema["allOf"]?.array(), parts.count == 1 { return type(of: parts[0]) }
        if let choices = schema["anyOf"]?.array(), let first = choices.first {
            var type = type(of: first)
            if choices.contains(where: { document.resolved($0).name == "Nothing" }) { type.suffix += " or null" }
            return type
        }
        var type: TypeName
        if schema["type"]?.string == "array", let items = schema["items"] {
            type = self.type(of: items)
            type.prefix = "array of " + type.prefix
        } else {
            type = TypeName(name: schema["format"]?.string.flatMap(Self.plainFormat) ?? schema["type"]?.string ?? "any")
        }
        if schema["nullable"]?.bool == true { type.suffix += " or null" }
        return type
    }

    /// A format that says more than the type; how many bits an integer has says nothing to a reader.
    private static func plainFormat(_ format: String) -> String? { format.hasPrefix("int") ? nil : format }

    /// What bounds a schema has, one after another.
    func bounds(of schema: Node) -> [String] {
        var bounds: [String] = []
        if let choices = schema["enum"]?.array() {
            let words = choices.filter { $0.tag != Tag(.null) }.compactMap(\.string)
            if !words.isEmpty { bounds.append(words.count == 1 ? words[0] : "one of " + words.joined(separator: ", ")) }
        }
        bounds.append(contentsOf: range(schema, "minimum", "maximum", unit: ""))
        bounds.append(contentsOf: range(schema, "minLength", "maxLength", unit: " characters"))
        bounds.append(contentsOf: range(schema, "minItems", "maxItems", unit: " elements"))
        if let least = schema["minProperties"]?.string { bounds.append("at least \(least) of the fields") }
        if let text = schema["default"]?.string { bounds.append("default \(text)") }
        return bounds
    }

    private func range(_ schema: Node, _ lower: String, _ upper: String, unit: String) -> [String] {
        switch (schema[lower]?.string, schema[upper]?.string) {
        case (let least?, let most?): ["\(least) to \(most)\(unit)"]
        case (let least?, nil): ["at least \(least)\(unit)"]
        case (nil, let most?): ["at most \(most)\(unit)"]
        case (nil, nil): []
        }
    }
}
