import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate client create`.
struct ClientCreate: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a client, and show its secret once.",
        discussion: """
            The gateway keeps no more than a digest of the secret: write it down now, or make another client. The id is \
            the user name of HTTP Basic, and the clientId of the client's requests.

            Example:
              gardengate client create --instance Lobby --name "Ticket shop"
            """
    )

    @Option(help: ArgumentHelp("The instance: its id or its name.", valueName: "instance"))
    var instance: String

    @Option(help: ArgumentHelp("What people call the client.", valueName: "name"))
    var name: String

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { name }

    func run(_ session: Session) async throws {
        let instance = try await session.store.instance(instance)
        let client = APIClient(
            id: session.store.newID(),
            instance: instance.id,
            name: name,
            createdAt: session.now
        )
        let secret = try await session.store.createClient(client)
        session.output.write(
            "id      \(client.id)\nsecret  \(secret.revealed)",
            json: ClientView(client: client).json.with(["secret": .string(secret.revealed)])
        )
        if !session.output.isJSON {
            Streams.error(
                "client \(name.printable) may use the templates of \(instance.name.printable); its secret is not shown again"
            )
        }
    }
}
