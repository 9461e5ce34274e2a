import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate gateway tunnel remove`.
struct GatewayTunnelRemove: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Let a router dial no more that never became a device.",
        discussion: """
            One that is a device goes with it: gardengate device remove ADDRESS. It is out once the gateway's file is written again, and \
            wg has read it (gardengate gateway tunnel config).

            Example:
              gardengate gateway tunnel remove 10.213.0.2
            """
    )

    @Argument(help: "The router's address inside the tunnel.")
    var address: String

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { address }

    func run(_ session: Session) async throws {
        try await session.store.removeTunnelRouter(address)
        session.output.write(
            """
            \(address.printable) is nobody's any more
            next: gardengate gateway tunnel config --output FILE
            """,
            json: ["address": .string(address)]
        )
    }
}
