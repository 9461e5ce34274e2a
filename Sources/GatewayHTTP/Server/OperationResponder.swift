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
    let idempotency: Idempotency
    let trustedProxies: [AddressBlock]

    /// Answers a request, whatever happens.
    func respond(to request: Request, context: APIContext) async -> Response {
        let response = await reply(to: request, context: context)
        services.requests.note(operation, response.status)
        return response
    }

    private func reply(to request: Request, context: APIContext) async -> Response {
        do {
            return try await answer(to: request, context: context).response
        } catch {
            var error = apiError(error, context)
            // What is left of a long body is not waited for.
            if operation.streamsBody { error.headers[.connection] = "close" }
            return APIResponse(error, publicURL: services.publicURL).response
        }
    }

    private func answer(to request: Request, context: APIContext) async throws -> APIResponse {
        let address = ClientAddress(
            peer: context.remoteAddress?.ipAddress ?? "",
            headers: request.headers,
            proxies: trustedProxies
        )
        let now = services.now()
        let caller = try await authenticator.caller(of: request.headers, for: operation.access, from: address, now: now)
        return try await services.devices.admitting(caller, at: now) {
            try await answer(to: request, of: caller, at: address, context: context, now: now)
        }
    }

    private func answer(
        to request: Request,
        of caller: Caller,
        at address: ClientAddress,
        context: APIContext,
        now: Timestamp
    ) async throws -> APIResponse {
        let takesBody = !operation.streamsBody && (request.method == .post || request.method == .put)
        let body = takesBody ? try await BodyReading(limits: bodyLimits).body(of: request) : ByteBuffer()
        let (from, id) = (address.text, context.requestID)
        let note = try note(of: request, caller: caller, address: from, body: body, id: id, now: now)
        let store = note.map { services.store.acting(for: $0) } ?? services.store
        let call = APIRequest(
            operation: operation.id,
            parameters: Dictionary(
                context.parameters.map { (String($0.key), String($0.value)) },
                uniquingKeysWith: { first, _ in first }
            ),
            query: try QueryFields(request.uri.query),
            headers: request.headers,
            body: body,
            stream: operation.streamsBody ? BodyStream(request.body, limits: limits) : nil,
            caller: caller,
            address: from,
            store: store,
            services: services,
            now: now
        )
        return try await idempotency.perform(note?.claim, store: store, now: now) {
            try await operation.perform(call)
        }
    }

    private var bodyLimits: RequestLimits {
        var limits = limits
        if let maximum = operation.bodyBytesMaximum { limits.bodyBytesMaximum = min(limits.bodyBytesMaximum, maximum) }
        return limits
    }

    /// What the audit log says of the request if it changes something; nil when nobody knows who it is.
    private func note(
        of request: Request,
        caller: Caller,
        address: String,
        body: ByteBuffer,
        id: String,
        now: Timestamp
    ) throws(APIError) -> WriteNote? {
        guard let actor = caller.actor(at: address) else { return nil }
        let claim: IdempotencyClaim? =
            if request.method == .post, !operation.streamsBody {
                try IdempotencyKey.claim(
                    of: request.headers,
                    operation: operation.id,
                    target: request.uri.string,
                    body: body,
                    actor: actor
                )
            } else {
                nil
            }
        return WriteNote(
            actor: actor,
            action: operation.id,
            target: request.uri.path,
            at: now,
            requestID: id,
            claim: claim
        )
    }

    /// What an error is to who asked.
    ///
    /// What is not their business goes to the log, and its id to them.
    private func apiError(_ error: any Error, _ context: APIContext) -> APIError {
        if let error = error as? APIError { return error }
        if let error = error as? PortalValueError { return APIError(error) }
        if case .notFound(let kind, let reference) = error as? StoreError,
            !context.parameters.contains(where: { $0.value == reference })
        {
            // The address is right; what is wrong is an id in the body or the query.
            return .unknownReference(kind.rawValue, reference)
        }
        if let error = error as? StoreError, let known = APIError(error) { return known }
        services.logger.error(
            "a request failed",
            metadata: ["operation": "\(operation.id)", "id": "\(context.requestID)", "reason": "\(error)"]
        )
        if case .unavailable = error as? StoreError {
            return APIError(
                .unavailable,
                "The gateway's database cannot be used right now; the log has details under '\(context.requestID)'.",
                headers: [.retryAfter: "5"]
            )
        }
        return APIError(.internalError, "Something went wrong here; the log has details under '\(context.requestID)'.")
    }
}
