import HTTPTypes
import Hummingbird

/// Leads requests to their operations.
///
/// A path without operation is 404, any method that the path does not have is 405 with the methods that it has.
struct APIRouter: Sendable {
    let operations: [Operation]
    let services: APIServices
    let authenticator: Authenticator
    let limits: RequestLimits
    let trustedProxies: [AddressBlock]

    /// Adds every operation to a router.
    func add(to router: Router<APIContext>) {
        router.add(middleware: UnknownRoutes(operations, services: services))
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
    }
}

/// Gives addresses that nobody serves, and methods that an address does not have, errors in our form.
private struct UnknownRoutes: RouterMiddleware {
    let routes: [(path: [Substring], method: HTTPRequest.Method)]
    let services: APIServices

    init(_ operations: [Operation], services: APIServices) {
        let served = operations.map { ($0.path, $0.method) } + HealthRoutes.paths.map { ($0, .get) }
        routes = served.map { (path: $0.0.split(separator: "/"), method: $0.1) }
        self.services = services
    }

    func handle(
        _ request: Request,
        context: APIContext,
        next: (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            return APIResponse(reason(for: request), publicURL: services.publicURL).response
        }
    }

    private func reason(for request: Request) -> APIError {
        let path = request.uri.path.split(separator: "/")
        let found = routes.filter { Self.leads($0.path, to: path) }
        // Words come before parameters: `coupons/revoke` is no coupon.
        let words = found.map { Self.words(in: $0.path) }.max()
        var allowed = found.filter { Self.words(in: $0.path) == words }.map(\.method)
        guard !allowed.isEmpty else {
            return APIError(.routeUnknown, "There is no operation at this address; see \(services.publicURL)/docs.")
        }
        // HEAD comes with GET.
        if allowed.contains(.get) { allowed.append(.head) }
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        return APIError(.methodNotAllowed, "This address takes \(names) only.", headers: [.allow: names])
    }

    private static func words(in template: [Substring]) -> Int {
        template.count { !$0.hasPrefix("{") }
    }

    private static func leads(_ template: [Substring], to path: [Substring]) -> Bool {
        template.count == path.count && zip(template, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}
