import Yams

/// A value that a schema allows, put together from the examples of its parts.
struct SchemaExample {
    /// How deep schemas lead into each other at most; none of ours leads back to itself.
    private static let depthMaximum = 12

    let document: OpenAPIDocument

    /// An example of a schema.
    ///
    /// - Parameter schema: the schema, or a reference to one.
    /// - Returns: the example; nil where the document has none.
    func value(of schema: Node) -> JSON? { value(of: schema, depth: 0) }

    private func value(of node: Node, depth: Int) -> JSON? {
        guard depth < Self.depthMaximum else { return nil }
        let schema = document.resolved(node).node
        if let example = schema["example"] { return Self.json(example) }
        if let part = (schema["allOf"] ?? schema["anyOf"])?.array().first { return value(of: part, depth: depth + 1) }
        if let items = schema["items"] {
            return value(of: items, depth: depth + 1).map { .array([$0]) }
        }
        let members = document.members(of: schema["properties"]).compactMap { name, property in
            value(of: property, depth: depth + 1).map { JSON.Member(name: name, value: $0) }
        }
        return members.isEmpty ? nil : .object(members)
    }

    /// A value of the document as JSON.
    static func json(_ node: Node) -> JSON {
        switch node {
        case .mapping(let mapping):
            return .object(mapping.map { JSON.Member(name: $0.key.string ?? "", value: json($0.value)) })
        case .sequence(let sequence):
            return .array(sequence.map(json))
        case .scalar, .alias:
            switch node.tag {
            case Tag(.null): return .null
            case Tag(.bool): return .boolean(node.bool ?? false)
            case Tag(.int): return .number(node.int)
            case Tag(.float): return .number(node.float ?? 0)
            default: return .string(node.string)
            }
        }
    }
}
