/// Shows the OpenAPI document to people.
enum GetDocs {
    /// The page: it is the same for everybody as long as the process lives, so it is made once.
    private static let page = Result {
        try PageTemplates.ready().page("docs", DocsView(OpenAPIDocument.embedded()))
    }

    @Sendable static func perform(_: APIRequest) async throws -> APIResponse { try page.get() }
}
