import GatewayDomain
import GatewayStore
import HTTPTypes

/// What can be asked for about webhooks.
enum WebhookOperations {
    static let all = [
        Operation("listWebhooks", .get, list, .scope(.webhooksRead), perform: ReadWebhooks.list),
        Operation("createWebhook", .post, list, .scope(.webhooksWrite), perform: WriteWebhooks.create),
        Operation("getWebhook", .get, one, .scope(.webhooksRead), perform: ReadWebhooks.one),
        Operation("updateWebhook", .put, one, .scope(.webhooksWrite), perform: WriteWebhooks.update),
        Operation("deleteWebhook", .delete, one, .scope(.webhooksWrite), perform: WriteWebhooks.delete),
        Operation(
            "listWebhookDeliveries",
            .get,
            one + "/deliveries",
            .scope(.webhooksRead),
            perform: WebhookDeliveries.list
        ),
        Operation(
            "redeliver",
            .post,
            one + "/deliveries/{deliveryId}/redeliver",
            .scope(.webhooksWrite),
            perform: WebhookDeliveries.redeliver
        ),
    ]

    /// Where a webhook is found.
    static func path(of webhook: Webhook.ID) -> String { "\(list)/\(webhook)" }

    private static let list = "/captive/webhooks"
    private static let one = "/captive/webhooks/{webhookId}"
}

extension APIRequest {
    /// The id of the webhook that the path names.
    func webhookID() throws(APIError) -> Webhook.ID {
        try id("webhookId", kind: "webhook")
    }
}
