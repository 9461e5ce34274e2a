import Yams

/// An operation as the OpenAPI document describes it.
struct DocumentedOperation {
    /// The method, in upper case.
    let method: String
    /// The path with its parameters in braces.
    let path: String
    /// What the document says about it.
    let node: Node
    /// Its parameters, those of the path item first.
    let parameters: [Node]
    /// The names of the security schemes that it takes; none for everybody.
    let security: [String]

    /// Its `operationId`.
    var id: String { node["operationId"]?.string ?? "" }
    /// The heading that it stands under.
    var tag: String { node["tags"]?.array().first?.string ?? "" }
    /// What it does, in a few words.
    var summary: String { node["summary"]?.string ?? "" }
    /// What it does.
    var description: String { node["description"]?.string ?? "" }
    /// The statuses that it answers, as the document has them.
    var statuses: [String] { node["responses"]?.mapping?.compactMap { $0.key.string } ?? [] }
}
