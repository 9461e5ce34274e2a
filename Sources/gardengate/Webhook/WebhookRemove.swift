import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate webhook remove`.
struct WebhookRemove: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Forget a webhook, what waits for it, and its log.",
        discussion: """
            Example:
              gardengate webhook remove https://portal.example/hooks/wifi
            """
    )

    @Argument(help: "The webhook: its id or its address.")
    var webhook: String

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { WebhookURLArgument.shown(webhook) }

    func run(_ session: Session) async throws {
        let status = try await session.store.webhook(named: webhook)
        try await session.store.deleteWebhook(status.webhook.id)
        session.output.write(
            "webhook \(status.webhook.settings.target) removed",
            json: WebhookView(status: status).json
        )
    }
}
