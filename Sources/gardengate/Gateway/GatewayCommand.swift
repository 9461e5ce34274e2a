import ArgumentParser

/// `gardengate gateway`.
struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Where routers reach this gateway.",
        discussion: """
            Routers fetch their set-up from the gateway, and report logins to it, over HTTPS. They are told where it is, and which \
            authority to check. Those that the gateway cannot dial, as behind NAT, dial it: tunnel.

            Example:
              gardengate gateway set https://wifi.example.com:8443 --tls-ca ca.crt
            """,
        subcommands: [GatewaySet.self, GatewayShow.self, GatewayClear.self, GatewayTunnelCommand.self]
    )
}
