import HTTPTypes

/// Gives the OpenAPI document.
enum GetOpenAPI {
    @Sendable static func perform(_: APIRequest) async throws -> APIResponse {
        // RFC 9512 names the type.
        APIResponse(.ok, contentType: "application/yaml", body: OpenAPIDocument.embeddedBytes)
    }
}
