import HTTPTypes

/// One thing that can be asked for: what the OpenAPI document calls an operation.
struct Operation: Sendable {
    /// What it is called in the document, in the audit log and in logs.
    let id: String
    /// The method.
    let method: HTTPRequest.Method
    /// The path with its parameters in braces, as the document has it.
    let path: String
    /// Who may call it.
    let access: Access
    /// How many bytes its body may have; nil for as many as any other.
    let bodyBytesMaximum: Int?
    /// Whether the body is read while it arrives, however long it is, and not as a whole before the work begins.
    ///
    /// There is no `Idempotency-Key` then, since nobody knows the whole body: what takes a stream must be harmless to repeat.
    let streamsBody: Bool
    /// Does it.
    let perform: @Sendable (APIRequest) async throws -> APIResponse

    init(
        _ id: String,
        _ method: HTTPRequest.Method,
        _ path: String,
        _ access: Access,
        bodyBytesMaximum: Int? = nil,
        streamsBody: Bool = false,
        perform: @escaping @Sendable (APIRequest) async throws -> APIResponse
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.access = access
        self.bodyBytesMaximum = bodyBytesMaximum
        self.streamsBody = streamsBody
        self.perform = perform
    }

    /// Whether a method and the parts of a path are those of this operation.
    func leads(_ method: HTTPRequest.Method, _ path: [Substring]) -> Bool {
        let template = self.path.split(separator: "/")
        return method == self.method && template.count == path.count
            && zip(template, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}
