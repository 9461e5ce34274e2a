import GatewayDomain
import GatewayStore
import HTTPTypes

/// Shows what was sent to a webhook, and sends it again.
enum WebhookDeliveries {
    @Sendable static func list(_ request: APIRequest) async throws -> APIResponse {
        let webhook = try request.webhookID()
        let page = try Paging<TimeCursor>(request)
        let deliveries = try await request.store.deliveries(to: webhook, after: page.cursor, limit: page.fetched)
        let path = WebhookOperations.path(of: webhook) + "/deliveries"
        return page.response(deliveries, at: path, endingAfter: TimeCursor.init(after:)) {
            WebhookDeliveryView(delivery: $0).json
        }
    }

    @Sendable static func redeliver(_ request: APIRequest) async throws -> APIResponse {
        let delivery = try await request.store.redeliver(
            request.id("deliveryId", kind: "delivery"),
            to: request.webhookID(),
            now: request.now
        )
        return .json(WebhookDeliveryView(delivery: delivery).json, status: .accepted)
    }
}
