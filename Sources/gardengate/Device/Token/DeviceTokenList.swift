import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate device token list`.
struct DeviceTokenList: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the tokens of a router, newest first.",
        discussion: """
            The gateway gives a router that runs its scripts a token of its own; others were made by somebody. Whether a router has taken \
            its new token over shows where that was last used.

            Example:
              gardengate device token list 192.0.2.1
            """
    )

    @Argument(help: "The device: its id, its host or its host:port.")
    var device: String

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let device = try await session.store.device(device)
        let tokens = try await session.store.deviceTokens(of: device.id)
        let now = session.now
        var table = TextTable("ID", "OF", "STATE", "MADE", "ENDS", "LAST USED")
        for token in tokens {
            table.add(
                token.id.rawValue,
                token.isRoutersOwn ? "the router" : "somebody",
                token.state(at: now).rawValue,
                token.createdAt.description,
                token.endsAt?.description ?? "never",
                token.lastUsedAt?.description ?? "never"
            )
        }
        let place = HostPort.text(device.host, device.port)
        session.output.write(
            table.text(
                orElse: "device \(place) has no token; the gateway's scripts bring one along, for others make one with "
                    + "gardengate device token create \(place)"
            ),
            json: .list(tokens) { DeviceTokenView(token: $0, now: now).json }
        )
    }
}
