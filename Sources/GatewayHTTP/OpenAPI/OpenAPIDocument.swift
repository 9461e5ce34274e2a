import COpenAPIDocument
import Yams

/// The OpenAPI document, as a tree that keeps the order in which it was written.
struct OpenAPIDocument {
    /// The methods that a path item can have (OpenAPI 3.0.3, "Path Item Object"), in the order of that page.
    static let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

    /// The version of the API, as the document has it.
    static let version = "1.0.0"

    /// The document that this binary carries, as it is served.
    static let embeddedBytes = {
        // SAFETY: constant bytes of the binary, as many as its size says (COpenAPIDocument.h), copied before the pointer is forgotten.
        Array(UnsafeBufferPointer(start: gg_openapi_document(), count: gg_openapi_document_size()))
    }()

    /// The whole document.
    let root: Node

    /// Reads a document.
    ///
    /// - Parameter yaml: the text.
    /// - Throws: when it is no YAML, or empty.
    init(yaml: String) throws {
        guard let root = try Yams.compose(yaml: yaml) else { throw OpenAPIDocumentError.empty }
        self.root = root
    }

    /// The document that this binary carries, read.
    ///
    /// - Returns: the document.
    /// - Throws: never, as the tests show, but only they can.
    static func embedded() throws -> OpenAPIDocument {
        try OpenAPIDocument(yaml: String(decoding: Self.embeddedBytes, as: UTF8.self))
    }

    /// Follows a `$ref` into this document, and those that it leads to.
    ///
    /// - Parameter node: anything.
    /// - Returns: what is meant, and the name that it has among the components; the node itself when it is no reference.
    func resolved(_ node: Node) -> (name: String?, node: Node) {
        var (name, node) = (String?.none, node)
        while let reference = node["$ref"]?.string, reference.hasPrefix("#/"), let target = target(of: reference) {
            name = reference.split(separator: "/").last.map(String.init)
            node = target
        }
        return (name, node)
    }

    private func target(of reference: String) -> Node? {
        var node: Node? = root
        for step in reference.dropFirst(2).split(separator: "/") {
            node = node?[String(step)]
        }
        return node
    }

    /// Every operation, in the order of the document.
    var operations: [DocumentedOperation] {
        members(of: root["paths"]).flatMap { path, item in
            members(of: item).filter { Self.methods.contains($0.name) }.map { method, node in
                let shared = item["parameters"]?.array() ?? []
                let own = node["parameters"]?.array() ?? []
                return DocumentedOperation(
                    method: method.uppercased(),
                    path: path,
                    node: node,
                    parameters: (shared + own).map { resolved($0).node },
                    security: members(of: (node["security"] ?? root["security"])?.array().first).map(\.name)
                )
            }
        }
    }

    /// The members of an object, in order.
    func members(of node: Node?) -> [(name: String, value: Node)] {
        node?.mapping?.map { ($0.key.string ?? "", $0.value) } ?? []
    }
}

/// Why a document cannot be read.
enum OpenAPIDocumentError: Error {
    /// There is nothing in it.
    case empty
    /// There is no template for a page of it.
    case templateMissing(String)
}
