import GatewayDomain
import GatewayStore
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Takes a request through everything that happens to each one: who calls, may they, the body, the work, the answer.
struct OperationResponder: Sendable {
    let operation: Operation
    let services: APIServices
    let authenticator: Authenticator
    let limits: RequestLimits

    /// Answers a request, whatever happens.
    func respond(to request: Request, context: APIContext) async -> Response {
        do {
            return try await answer(to: request, context: context).response
        } catch {
            return APIResponse(apiError(error, context), publicURL: services.publicURL).response
        }
    }

    private func answer(to request: Request, context: APIContext) async throws -> APIResponse {
        let address = context.remoteAddress?.ipAddress ?? ""
        let now = services.now()
        let caller = try await authenticator.caller(of: request.headers, for: operation.access, from: address, now: now)
        let takesBody = request.method == .post || request.method == .put
        let body = takesBody ? try await BodyReading(limits: limits).body(of: request) : ByteBuffer()
        return try await operation.perform(
            APIRequest(
                operation: operation.id,
                parameters: Dictionary(
                    context.parameters.map { (String($0.key), String($0.value)) },
                    uniquingKeysWith: { first, _ in first }
                ),
                query: QueryFields(request.uri.query),
                headers: request.headers,
                body: body,
                caller: caller,
                address: address,
                store: services.store,
                services: services,
                now: now
            )
        )
    }

    /// What an error is to who asked.
    ///
    /// What is not their business goes to the log, and its id to them.
    private func apiError(_ error: any Error, _ context: APIContext) -> APIError {
        if let error = error as? APIError { return error }
        if let error = error as? PortalValueError { return APIError(error) }
        if let error = error as? StoreError, let known = APIError(error) { return known }
        services.logger.error(
            "a request failed",
            metadata: ["operation": "\(operation.id)", "id": "\(context.id)", "reason": "\(error)"]
        )
        if case .unavailable = error as? StoreError {
            return APIError(
                .unavailable,
                "The gateway's database cannot be used right now; the log has details under '\(context.id)'.",
                headers: [.retryAfter: "5"]
            )
        }
        return APIError(.internalError, "Something went wrong here; the log has details under '\(context.id)'.")
    }
}
