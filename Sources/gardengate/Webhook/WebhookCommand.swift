import ArgumentParser

/// `gardengate webhook`.
struct WebhookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook",
        abstract: "Addresses that are told of events by HTTP.",
        discussion: """
            Each event is a POST of JSON, signed as the Standard Webhooks specification says (webhook-id, webhook-timestamp, \
            webhook-signature), sent by gardengate serve at least once and, until it is answered with 2xx, for 24 hours.

            Example:
              gardengate webhook add https://portal.example/wifi --type coupon.redeemed
            """,
        subcommands: [
            WebhookAdd.self, WebhookList.self, WebhookSet.self, WebhookRemove.self, WebhookDeliveryList.self,
            WebhookRedeliver.self,
        ]
    )
}
