import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate webhook list`.
struct WebhookList: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List webhooks, and how much waits for each.",
        discussion: """
            Example:
              gardengate webhook list
            """
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let statuses = try await session.store.webhooks()
        var table = TextTable("URL", "TYPES", "STATE", "PENDING", "ID")
        for status in statuses {
            let webhook = status.webhook
            let kinds = webhook.settings.kinds.map(\.rawValue).sorted().joined(separator: ",")
            table.add(
                webhook.settings.target.description,
                kinds.isEmpty ? "all" : kinds,
                webhook.disabledAt == nil ? "enabled" : webhook.disabledReason.map { "disabled: \($0)" } ?? "disabled",
                String(status.pendingCount),
                webhook.id.rawValue
            )
        }
        session.output.write(
            table.text(orElse: "no webhooks: make one with gardengate webhook add URL"),
            json: .list(statuses) { WebhookView(status: $0).json }
        )
    }
}
