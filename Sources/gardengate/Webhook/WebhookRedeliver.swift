import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate webhook redeliver`.
struct WebhookRedeliver: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "redeliver",
        abstract: "Send an event to a webhook again, whatever came of it before.",
        discussion: """
            Its webhook-id stays the same. It is tried for another 24 hours, by gardengate serve.

            Example:
              gardengate webhook redeliver https://portal.example/hooks/wifi EVENT-ID
            """
    )

    @Argument(help: "The webhook: its id or its address.")
    var webhook: String

    @Argument(help: "The id of the event, as gardengate webhook deliveries shows it.")
    var event: String

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { "\(WebhookURLArgument.shown(webhook)) \(event)" }

    func run(_ session: Session) async throws {
        let id = try await session.store.webhook(named: webhook).webhook.id
        let delivery = try await session.store.redeliver(GatewayEvent.ID(event), to: id, now: session.now)
        session.output.write(
            "event \(delivery.event) is sent again",
            json: WebhookDeliveryView(delivery: delivery).json
        )
    }
}
