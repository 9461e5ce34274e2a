import HTTPTypes

/// What the gateway says about itself: the OpenAPI document, its page, and the pages of the error codes.
enum GatewayOperations {
    static let all = [
        Operation("getOpenAPI", .get, "/openapi.yaml", .everybody, perform: GetOpenAPI.perform),
        Operation("getDocs", .get, "/docs", .everybody, perform: GetDocs.perform),
        Operation("listErrors", .get, "/errors", .everybody, perform: ErrorPages.list),
        Operation("getError", .get, "/errors/{code}", .everybody, perform: ErrorPages.page),
    ]
}
