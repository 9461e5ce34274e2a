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
    /// Does it.
    let perform: @Sendable (APIRequest) async throws -> APIResponse

    init(
        _ id: String,
        _ method: HTTPRequest.Method,
        _ path: String,
        _ access: Access,
        bodyBytesMaximum: Int? = nil,
        perform: @escaping @Sendable (APIRequest) async throws -> APIResponse
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.access = access
        self.bodyBytesMaximum = bodyBytesMaximum
        self.perform = perform
    }
}
