import HTTPTypes
import HummingbirdTesting
import NIOCore

@testable import GatewayHTTP

/// An answer, with its body read as JSON where it is.
struct APIAnswer: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    init(_ response: TestClient.Response) {
        status = response.status.code
        headers = response.headers
        text = response.body.map { String(buffer: $0) } ?? ""
    }

    /// The body; nil when it is no JSON.
    var json: JSON? {
        // A test that expects JSON fails on nil.
        try? JSON(reading: text.utf8)
    }

    /// A field of the header.
    func field(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }

    /// The `code` of an error.
    var code: String? { json?["code"]?.stringValue }
    /// The `message` of an error.
    var message: String? { json?["message"]?.stringValue }
}

extension JSON {
    /// A member of an object.
    subscript(_ name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// An element of an array.
    subscript(_ index: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The elements of an array.
    var elements: [JSON] {
        if case .array(let elements) = self { elements } else { [] }
    }

    /// The names of an object's members.
    var names: Set<String> {
        if case .object(let members) = self { Set(members.map(\.name)) } else { [] }
    }
}
