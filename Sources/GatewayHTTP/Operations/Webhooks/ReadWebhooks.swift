import GatewayDomain
import GatewayStore

/// Shows webhooks, never their secrets.
enum ReadWebhooks {
    @Sendable static func list(_ request: APIRequest) async throws -> APIResponse {
        .json(.list(try await request.store.webhooks()) { WebhookView(status: $0).json })
    }

    @Sendable static func one(_ request: APIRequest) async throws -> APIResponse {
        .json(WebhookView(status: try await request.store.webhook(request.webhookID())).json)
    }
}
