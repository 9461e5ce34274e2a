import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate gateway tunnel clear`.
struct GatewayTunnelClear: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear",
        abstract: "Forget the gateway's end of the tunnels, with its keys.",
        discussion: """
            Refused while there are routers that dial it.

            Example:
              gardengate gateway tunnel clear
            """
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        try await session.store.removeTunnel()
        session.output.write(
            "there is no tunnel any more; take it down with wg-quick down",
            json: GatewayTunnelView(tunnel: nil, routers: [], devices: []).json
        )
    }
}
