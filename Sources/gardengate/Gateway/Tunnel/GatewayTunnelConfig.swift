import ArgumentParser
import Foundation
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate gateway tunnel config`.
struct GatewayTunnelConfig: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Write the gateway's end of the tunnels, with its keys, for wg-quick.",
        discussion: """
            The file names every router, so write it again when one came or went. It needs the host's wireguard-tools and nftables. Its \
            name without .conf is that of the interface. Root alone may write where wg-quick looks for it, and root has another \
            database:

              sudo install -m 600 gardengate.conf /etc/wireguard/

            The first time, now and after each start of the host:

              sudo systemctl enable --now wg-quick@gardengate

            and afterwards, without a break for those that dial already:

              \(GatewayTunnelView.reading)

            Example:
              gardengate gateway tunnel config --output gardengate.conf
            """
    )

    static let isAttributed = false

    /// A name that wg-quick takes, and that fits an interface (wg-quick(8)).
    private static let interfaceBytes = 1...15

    @Option(
        help: ArgumentHelp("The file to write, for its owner alone; without it, standard output.", valueName: "file")
    )
    var output: String?

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        guard let configuration = try await session.store.tunnelConfiguration() else {
            throw CommandFailure("nobody said where routers dial: gardengate gateway tunnel set --endpoint HOST:PORT")
        }
        let text = configuration.text(openPorts: try await Self.openPorts(session, configuration.tunnel))
        guard let output else {
            session.output.write(text.revealed, json: ["configuration": .string(text.revealed)])
            return
        }
        let interface = try Self.interface(of: output)
        try await PrivateFile(output).written { try await $0(text.revealed) }
        let count = Quantity.text(configuration.peers.count, "router", "routers") ?? "no router yet"
        session.output.write(
            """
            \(output.printable) written, with \(count)
            next: sudo install -m 600 \(output.shellQuoted) /etc/wireguard/
            first time: sudo wg-quick up \(interface)
            afterwards: sudo bash -c 'wg syncconf \(interface) <(wg-quick strip \(interface))'
            routers dial UDP port \(configuration.tunnel.listenPort) of this host: let it in
            """,
            json: [
                "file": .string(output), "interface": .string(interface), "routers": .number(configuration.peers.count),
            ]
        )
    }

    /// Where routers send reports through their tunnels, they are let in to the port for that.
    private static func openPorts(_ session: Session, _ tunnel: Tunnel) async throws -> [Int] {
        guard let endpoint = try await session.store.endpoint(), endpoint.host == tunnel.network.gatewayAddress
        else {
            return []
        }
        return [endpoint.port]
    }

    /// The name of the interface that wg-quick makes of the file.
    private static func interface(of path: String) throws -> String {
        let name = URL(fileURLWithPath: path).lastPathComponent
        let stem = name.hasSuffix(".conf") ? String(name.dropLast(5)) : ""
        let isGood =
            interfaceBytes.contains(stem.utf8.count) && stem.first?.isLetter == true
            && stem.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }
        guard isGood else {
            throw CommandFailure(
                "wg-quick makes an interface of the file's name, and \(name.printable) gives none: "
                    + "call it NAME.conf, NAME at most 15 letters and digits"
            )
        }
        return stem
    }
}
