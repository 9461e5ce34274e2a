import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate client list`.
struct ClientList: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List clients, also revoked ones.",
        discussion: """
            Example:
              gardengate client list --instance Lobby
            """
    )

    @Option(help: ArgumentHelp("Only of this instance: its id or its name.", valueName: "instance"))
    var instance: String?

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let instances = try await session.store.instances()
        var chosen: Instance.ID?
        if let instance { chosen = try await session.store.instance(instance).id }
        let clients = try await session.store.clients(of: chosen)
        var table = TextTable("NAME", "INSTANCE", "LAST USED", "REVOKED", "ID")
        for client in clients {
            table.add(
                client.name,
                instances.first { $0.id == client.instance }?.name ?? client.instance.short,
                client.lastUsedAt?.description ?? "-",
                client.revokedAt?.description ?? "-",
                client.id.rawValue
            )
        }
        session.output.write(
            table.text(orElse: "no clients: make one with gardengate client create --instance INSTANCE --name NAME"),
            json: .list(clients) { ClientView(client: $0).json }
        )
    }
}
