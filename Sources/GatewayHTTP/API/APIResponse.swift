import HTTPTypes
import Hummingbird
import NIOCore

/// What an operation answers.
struct APIResponse: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    /// The body; nil for an answer that has none.
    var body: ByteBuffer?
    /// Writes a body of any length piece by piece, in place of ``body``; when it throws, the connection is cut, so that
    /// nobody takes a part for the whole.
    var stream: (@Sendable (inout any ResponseBodyWriter) async throws -> Void)?

    /// An answer with a body of some type.
    init(_ status: HTTPResponse.Status, contentType: String, body: some Sequence<UInt8>, headers: HTTPFields = [:]) {
        self.status = status
        self.headers = headers
        self.headers[.contentType] = contentType
        self.body = ByteBuffer(bytes: body)
    }

    /// An answer with a body of some type that was written as bytes.
    init(_ status: HTTPResponse.Status, contentType: String, body: ByteBuffer, headers: HTTPFields = [:]) {
        self.status = status
        self.headers = headers
        self.headers[.contentType] = contentType
        self.body = body
    }

    /// An answer whose body is written piece by piece while it is sent.
    static func streamed(
        contentType: String,
        headers: HTTPFields = [:],
        _ write: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> APIResponse {
        var response = APIResponse(status: .ok, headers: headers)
        response.headers[.contentType] = contentType
        response.stream = write
        return response
    }

    /// An answer in JSON.
    static func json(_ value: JSON, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> APIResponse {
        APIResponse(status, contentType: "application/json", body: value.bytes, headers: headers)
    }

    /// Something was made.
    static func created(_ value: JSON, at location: String? = nil) -> APIResponse {
        var headers = HTTPFields()
        headers[.location] = location
        return .json(value, status: .created, headers: headers)
    }

    /// Done, and there is nothing to say about it.
    static let noContent = APIResponse(status: .noContent)

    /// An answer of these parts.
    init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: ByteBuffer? = nil) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

extension APIResponse {
    /// An error in the form of the portal's API.
    ///
    /// - Parameters:
    ///   - error: the error.
    ///   - publicURL: where the pages of errors are.
    init(_ error: APIError, publicURL: String) {
        let description = error.code.description
        let body: JSON = [
            "type": .string(description.type),
            "code": .string(error.code.rawValue),
            "message": .string(error.message),
            "doc_url": .string("\(publicURL)/errors/\(error.code.rawValue)"),
        ]
        self = .json(body, status: description.status, headers: error.headers)
    }

    /// The answer as Hummingbird sends it.
    var response: Response {
        if let stream {
            return Response(
                status: status,
                headers: headers,
                body: ResponseBody { writer in
                    try await stream(&writer)
                    try await writer.finish(nil)
                }
            )
        }
        guard let body else { return Response(status: status, headers: headers) }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
