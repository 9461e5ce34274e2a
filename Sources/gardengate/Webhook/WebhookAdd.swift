import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate webhook add`.
struct WebhookAdd: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Tell an address of events, and show the secret that they are signed with, this once.",
        discussion: """
            Types: \(EventTypeArgument.all).

            Example:
              gardengate webhook add https://portal.example/wifi --type coupon.redeemed
            """
    )

    @Argument(help: ArgumentHelp("Where to.", valueName: "url"), transform: WebhookURLArgument.init)
    var url: WebhookURLArgument

    @Option(
        name: .customLong("type"),
        help: ArgumentHelp("What of. May be given several times; without one, everything.", valueName: "type"),
        transform: EventTypeArgument.kind
    )
    var kinds: [GatewayEvent.Kind] = []

    @Option(help: ArgumentHelp("What people write down about it.", valueName: "text"))
    var note: String?

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { url.target.host }

    func run(_ session: Session) async throws {
        let settings = Webhook.Settings(target: url.target, kinds: Set(kinds), note: note)
        let (webhook, secret) = try await session.store.createWebhook(settings, now: session.now)
        session.output.write(
            "id      \(webhook.id)\nsecret  \(secret.revealed)",
            json: WebhookView(status: WebhookStatus(webhook)).json.with(["secret": .string(secret.revealed)])
        )
        url.warn()
        if !session.output.isJSON { Streams.error("the secret is not shown again") }
    }
}
