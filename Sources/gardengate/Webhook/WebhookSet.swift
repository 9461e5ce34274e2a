import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate webhook set`.
struct WebhookSet: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change a webhook: its address, its types, its secret, or whether it is told at all.",
        discussion: """
            With a new secret, messages carry a signature of the old one as well, for 24 hours. One that is disabled gets no \
            new events; what waits for it goes out if it is enabled within 24 hours.

            Example:
              gardengate webhook set https://portal.example/hooks/wifi --new-secret
            """
    )

    @Argument(help: "The webhook: its id or its address.")
    var webhook: String

    @Option(help: ArgumentHelp("Its new address.", valueName: "url"), transform: WebhookURLArgument.init)
    var url: WebhookURLArgument?

    @Option(
        name: .customLong("type"),
        help: ArgumentHelp("What it is told of from now on. May be given several times.", valueName: "type"),
        transform: EventTypeArgument.kind
    )
    var kinds: [GatewayEvent.Kind] = []

    @Flag(help: "It is told of everything.")
    var allTypes = false

    @Option(help: ArgumentHelp("What people write down about it; empty for nothing.", valueName: "text"))
    var note: String?

    @Option(help: ArgumentHelp("Whether it is told of events.", valueName: "true|false"))
    var enabled: Bool?

    @Flag(help: "Draw a new secret, and show it this once.")
    var newSecret = false

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { WebhookURLArgument.shown(webhook) }

    mutating func validate() throws {
        guard kinds.isEmpty || !allTypes else { throw ValidationError("give --type or --all-types, not both") }
        guard url != nil || !kinds.isEmpty || allTypes || note != nil || enabled != nil || newSecret else {
            throw ValidationError(
                "nothing to change: give --url, --type, --all-types, --note, --enabled or --new-secret"
            )
        }
    }

    func run(_ session: Session) async throws {
        let id = try await session.store.webhook(named: webhook).webhook.id
        let (target, kinds, allTypes, note) = (url?.target, Set(kinds), allTypes, note)
        try await session.store.updateWebhook(id, enabled: enabled, now: session.now) { settings in
            if let target { settings.target = target }
            if allTypes || !kinds.isEmpty { settings.kinds = kinds }
            if let note { settings.note = note.isEmpty ? nil : note }
        }
        let secret = newSecret ? try await session.store.renewWebhookSecret(id, now: session.now) : nil
        let status = try await session.store.webhook(id)
        let shown = secret.map { "\nsecret  \($0.revealed)" } ?? ""
        session.output.write(
            "webhook \(status.webhook.settings.target) changed: \(id)\(shown)",
            json: WebhookView(status: status).json.with(secret.map { ["secret": .string($0.revealed)] } ?? [:])
        )
        url?.warn()
    }
}
