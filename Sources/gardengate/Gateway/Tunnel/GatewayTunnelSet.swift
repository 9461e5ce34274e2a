import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate gateway tunnel set`.
struct GatewayTunnelSet: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Say where routers dial the gateway, and make its keys the first time.",
        discussion: """
            The keys stay, whatever changes. Routers that dial already are not told of another endpoint: bootstrap them again. A router asks \
            for the endpoint's name once, when its interface starts: an address that stays is better than a name that moves.

            Example:
              gardengate gateway tunnel set --endpoint vpn.example.com:51820
              gardengate gateway tunnel set --endpoint 192.0.2.10:443 --listen-port 51820
            """
    )

    static let createsDatabase = true

    @Option(help: ArgumentHelp("The host and UDP port that routers dial.", valueName: "host:port"))
    var endpoint: String

    @Option(
        help: ArgumentHelp(
            "The addresses inside the tunnels, which nobody else uses. Default: \(TunnelNetwork.standard).",
            valueName: "network"
        )
    )
    var network: String?

    @Option(
        help: ArgumentHelp(
            "The UDP port on the gateway's host, where another one is forwarded to it. Default: the endpoint's.",
            valueName: "port"
        )
    )
    var listenPort: Int?

    @Option(
        help: ArgumentHelp(
            "The largest packet inside, in bytes, 576 to 1420. Default: \(Tunnel.standardMTU), which passes nearly everywhere.",
            valueName: "bytes"
        )
    )
    var mtu: Int?

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { endpoint }

    func run(_ session: Session) async throws {
        let before = try await session.store.tunnel()
        let (endpoint, network) = try TunnelArgument.read(endpoint: endpoint, network: network)
        let tunnel = try await session.store.setTunnel(
            endpoint: endpoint,
            network: network,
            listenPort: listenPort,
            mtu: mtu,
            now: session.now
        )
        let view = GatewayTunnelView(tunnel: tunnel, routers: try await session.store.tunnelRouters(), devices: [])
        session.output.write(
            """
            routers dial \(tunnel.endpoint)
            next: gardengate device bootstrap SITE --wireguard
            """,
            json: view.tunnelJSON
        )
        if let before, !view.routers.isEmpty, before.endpoint != tunnel.endpoint {
            let count = Quantity.text(view.routers.count, "router", "routers") ?? ""
            Streams.error(
                "warning: \(count) were told \(before.endpoint), and dial that until they are bootstrapped again"
            )
        }
        if let before, before.listenPort != tunnel.listenPort || before.mtu != tunnel.mtu {
            Streams.error("the gateway's end is another one now: \(GatewayTunnelView.renewal(global))")
        }
    }
}
