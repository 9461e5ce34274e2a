import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate webhook deliveries`.
struct WebhookDeliveryList: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries",
        abstract: "Show what was sent to a webhook, newest first, and what it answered.",
        discussion: """
            The id is the event's, and what the receiver got as webhook-id. The log is kept for 30 days.

            Example:
              gardengate webhook deliveries https://portal.example/hooks/wifi
            """
    )

    @Argument(help: "The webhook: its id or its address.")
    var webhook: String

    @Option(help: ArgumentHelp("How many at most, 1 to 1000.", valueName: "count"))
    var limit = 100

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit is 1 to 1000") }
    }

    func run(_ session: Session) async throws {
        let id = try await session.store.webhook(named: webhook).webhook.id
        let deliveries = try await session.store.deliveries(to: id, limit: limit)
        var table = TextTable("CREATED", "TYPE", "STATE", "ATTEMPTS", "LAST ANSWER", "NEXT", "ID")
        for delivery in deliveries {
            table.add(
                delivery.createdAt.description,
                delivery.kind.rawValue,
                delivery.state.rawValue,
                String(delivery.attemptCount),
                delivery.attempts.first.map(Self.answer) ?? "-",
                delivery.nextAttemptAt?.description ?? "-",
                delivery.event.rawValue
            )
        }
        session.output.write(
            table.text(orElse: "nothing was sent to it yet"),
            json: .list(deliveries) { WebhookDeliveryView(delivery: $0).json }
        )
    }

    private static func answer(_ attempt: DeliveryAttempt) -> String {
        switch attempt.result {
        case .answered(let status, _): String(status)
        case .failed(let reason): reason
        }
    }
}
