import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate gateway tunnel add`.
struct GatewayTunnelAdd: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Give a router that is set up already its end of a tunnel, as a script to paste.",
        discussion: """
            For a new router device bootstrap --wireguard does this with everything else. Paste the script at the router's terminal, or \
            import it as a file; then write the gateway's end again (gardengate gateway tunnel config), and the router's API is at the \
            address that is told. The script holds keys. With --address it is shown again; for a router that is a device \
            without its private key, which the router has. --new-keys makes new ones for one that was reset.

            The gateway makes the router's keys, for then both ends are ready at once, and the script is pasted together with \
            other secrets anyway. A router whose private key must never leave it makes its own: with --key, the script holds none, and \
            refuses to go on where the router has another key, which it tells.

            Example:
              gardengate gateway tunnel add "Hotel Linde" --output linde.rsc
              gardengate gateway tunnel add "Hotel Linde" --address 10.213.0.2
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Option(
        help: ArgumentHelp("A router that has this address; without it, a new one.", valueName: "address")
    )
    var address: String?

    @Option(help: ArgumentHelp("The public key of a router that makes its own.", valueName: "key"))
    var key: String?

    @Flag(help: "Make new keys for the router at --address; whoever has the old ones is out.")
    var newKeys = false

    @Option(help: ArgumentHelp("The port of the router's api-ssl service.", valueName: "port"))
    var apiPort = 8729

    @Option(
        help: ArgumentHelp("The file to write, for its owner alone; without it, standard output.", valueName: "file")
    )
    var output: String?

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    mutating func validate() throws {
        guard !newKeys || (address != nil && key == nil) else {
            throw ValidationError("--new-keys belongs to --address, without --key")
        }
        guard (1...65_535).contains(apiPort) else { throw ValidationError("--api-port must be 1 to 65535") }
    }

    func run(_ session: Session) async throws {
        let publicKey = try TunnelArgument.key(key)
        let site = try await session.store.site(site)
        let admission = try await session.store.admitTunnelRouter(
            at: site.id,
            address: address,
            publicKey: publicKey,
            renews: newKeys,
            now: session.now
        )
        let script = TunnelScript(gateway: session.store.gatewayID, admission: admission, apiPort: apiPort)
        let router = admission.router
        if let output {
            try await PrivateFile(output).written { try await $0(script.text.revealed) }
        }
        session.output.write(
            output.map { "\($0.printable) written; import it on the router, and delete it there" }
                ?? script.text.revealed,
            json: [
                "address": .string(router.address), "public_key": .string(router.publicKey.text),
                "script": output == nil ? .string(script.text.revealed) : .null, "file": .string(output),
            ]
        )
        let place = HostPort.text(router.address, apiPort)
        let devices = try await session.store.allDevices()
        let isDevice = devices.contains { $0.host == router.address }
        if isDevice, newKeys || publicKey != nil {
            Streams.error(
                "WARNING: the router at \(router.address) is out as soon as the gateway's host is told, until the script has run there"
            )
        }
        // Only one router can be meant.
        let inside = Set(try await session.store.tunnelRouters().map(\.address))
        let others = devices.filter { $0.site == site.id && !inside.contains($0.host) }
        let meant = others.count == 1 ? HostPort.text(others[0].host, others[0].port) : "DEVICE"
        let device =
            others.isEmpty ? "add \(site.name.shellQuoted) \(place) --user USER" : "set \(meant) --address \(place)"
        Streams.error(
            """
            the router is \(router.address) inside the tunnel; next:
              \(GatewayTunnelView.writing(global))\(isDevice ? "" : "\n  gardengate device \(device)")
            """
        )
    }
}
