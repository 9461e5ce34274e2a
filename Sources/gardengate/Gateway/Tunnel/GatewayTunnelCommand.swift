import ArgumentParser

/// `gardengate gateway tunnel`.
struct GatewayTunnelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tunnel",
        abstract: "Tunnels (WireGuard) to routers that nobody can dial, as those behind NAT.",
        discussion: """
            A router dials the gateway's host and keeps the way open; through it the gateway reaches the router's API, and nothing else \
            passes. The gateway's end belongs to the host's wg-quick, which needs root; this command writes its file.

            Example:
              gardengate gateway tunnel set --endpoint vpn.example.com:51820
            """,
        subcommands: [
            GatewayTunnelSet.self, GatewayTunnelAdd.self, GatewayTunnelShow.self, GatewayTunnelConfig.self,
            GatewayTunnelRemove.self, GatewayTunnelClear.self,
        ]
    )
}
