import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate gateway tunnel show`.
struct GatewayTunnelShow: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show where routers dial, and which routers do.",
        discussion: """
            It shows public keys only. Whether a router dials at the moment tells wg show, on the gateway's host.

            Example:
              gardengate gateway tunnel show
            """
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let view = GatewayTunnelView(
            tunnel: try await session.store.tunnel(),
            routers: try await session.store.tunnelRouters(),
            devices: try await session.store.allDevices()
        )
        let sites = try await session.store.sites()
        session.output.write(view.text(sites: sites), json: view.json)
    }
}
