import ArgumentParser

/// The command.
@main
struct Gardengate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gardengate",
        abstract: "Keeps MikroTik hotspots as a guest Wi-Fi portal wants them.",
        discussion: """
            gardengate pushes coupons, hotspot users and a walled garden to routers over the RouterOS API inside TLS, \
            and records each redemption that a router reports.

            See it work, without a router:
              gardengate demo

            On a router of your own:
              gardengate instance add Lobby --session-ttl 12h
              gardengate site add "Hotel Linde" --instance Lobby
              gardengate certificate create --host 192.0.2.10 --directory .
              gardengate gateway set https://192.0.2.10:8443 --tls-ca ca.crt
            Then run gardengate serve in another terminal, as certificate create told, and:
              gardengate device bootstrap "Hotel Linde" 192.0.2.1
              gardengate coupon create --instance Lobby --count 20 --minutes 10080
              gardengate push "Hotel Linde"

            Exit codes: 0 done; 1 it failed; 2 the plan was refused, or a router does not hold all that it should; \
            64 the command or the configuration was not understood.
            """,
        version: version,
        subcommands: [DemoCommand.self, SimulateCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "Portal",
                subcommands: [
                    InstanceCommand.self, SiteCommand.self, DeviceCommand.self, CouponCommand.self,
                    WalledGardenCommand.self, UserCommand.self, ClientCommand.self,
                ]
            ),
            CommandGroup(
                name: "Routers",
                subcommands: [
                    PlanCommand.self, PushCommand.self, RolloutCommand.self, AdoptCommand.self, StatusCommand.self,
                    RedemptionCommand.self, GuestCommand.self, ServeCommand.self, ConfigurationCommand.self,
                    ProbeCommand.self,
                ]
            ),
            CommandGroup(
                name: "Access",
                subcommands: [
                    TokenCommand.self, CertificateCommand.self, GatewayCommand.self, WebhookCommand.self,
                    AuditCommand.self,
                ]
            ),
        ]
    )

    /// The version of this program, which is also that of its packages.
    static let version = "0.6.0"

    /// Runs the command that the arguments name; every error is one line on standard error and an exit code.
    static func main() async {
        do {
            var command = try await asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            try Streams.checkOutput()
        } catch {
            CommandExit.exit(with: error)
        }
    }
}
