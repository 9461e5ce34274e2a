import HTTPTypes
import Hummingbird

/// Leads requests to their operations.
///
/// A path without operation is 404, a method that the path does not have is 405 with the methods that it has.
struct APIRouter: Sendable {
    /// The methods that are answered with 405 where they are not served; any other is as unknown as a path can be.
    private static let methods: [HTTPRequest.Method] = [
        .get, .head, .post, .put, .delete, .patch, .options, .trace, .connect,
    ]

    let operations: [Operation]
    let services: APIServices
    let authenticator: Authenticator
    let limits: RequestLimits
    let trustedProxies: [AddressBlock]

    /// Adds every operation to a router.
    func add(to router: Router<APIContext>) {
        router.add(middleware: UnknownRoutes(services: services))
        let idempotency = Idempotency(logger: services.logger)
        for operation in operations {
            let responder = OperationResponder(
                operation: operation,
                services: services,
                authenticator: authenticator,
                limits: limits,
                idempotency: idempotency,
                trustedProxies: trustedProxies
            )
            router.on(RouterPath(operation.path), method: operation.method) { request, context in
                await responder.respond(to: request, context: context)
            }
        }
        for (path, served) in Dictionary(grouping: operations, by: \.path) {
            var allowed = served.map(\.method)
            // HEAD comes with GET.
            if allowed.contains(.get) { allowed.append(.head) }
            let error = APIError(
                .methodNotAllowed,
                "This address takes \(allowed.map(\.rawValue).joined(separator: ", ")) only.",
                headers: [.allow: allowed.map(\.rawValue).joined(separator: ", ")]
            )
            for method in Self.methods where !allowed.contains(method) {
                router.on(RouterPath(path), method: method) { _, _ in
                    APIResponse(error, publicURL: services.publicURL).response
                }
            }
        }
    }
}

/// Gives addresses that nobody serves an error in our form.
private struct UnknownRoutes: RouterMiddleware {
    let services: APIServices

    func handle(
        _ request: Request,
        context: APIContext,
        next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            let url = services.publicURL
            let unknown = APIError(.routeUnknown, "There is no operation at this address; see \(url)/docs.")
            return APIResponse(unknown, publicURL: url).response
        }
    }
}
