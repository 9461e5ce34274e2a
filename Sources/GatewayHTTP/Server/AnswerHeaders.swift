import HTTPTypes
import Hummingbird

/// What every answer carries, whoever made it.
///
/// `X-Request-Id` is the id that the log has where something failed. What is not said to be kept is not kept by anybody in between, and
/// browsers take the type of a body as it is told.
struct AnswerHeaders: RouterMiddleware {
    private static let requestID = name("X-Request-Id")
    private static let contentTypeOptions = name("X-Content-Type-Options")

    func handle(
        _ request: Request,
        context: APIContext,
        next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        Self.add(to: &response.headers, requestID: context.requestID)
        // An error is not made for HEAD in particular, and a body would be taken for the next answer.
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// Adds the fields.
    static func add(to headers: inout HTTPFields, requestID: String) {
        headers[Self.requestID] = requestID
        headers[contentTypeOptions] = "nosniff"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    }

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is a name that a field may have") }
        return name
    }
}
