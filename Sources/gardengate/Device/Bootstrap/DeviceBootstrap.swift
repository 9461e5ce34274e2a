import ArgumentParser
import Foundation
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate device bootstrap`.
struct DeviceBootstrap: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "bootstrap",
        abstract: "Make a router ready for the gateway, and add it to a site.",
        discussion: """
            Prints a text to paste into a terminal of the router, then waits for the router and adds it. The text makes an account with a \
            fresh password and little power, a certificate for api-ssl, and the right time; the most of it is fetched from the gateway, \
            which must serve by then. Where the router does not reach the gateway, or its terminal loses lines, --file writes everything \
            into one file for /import.

            The same command again shows the same text and goes on waiting. For a router that is known already, it prints the text \
            with the password that is known: a reset or replaced one is set up again by it.

            A router that the gateway cannot dial, as one behind NAT, dials the gateway with --wireguard: it gets an address inside a \
            tunnel, by which it is known from then on; --wireguard without that address is another router. A router that was reset has \
            lost its keys of the tunnel: --new-keys makes new ones. See gateway tunnel.

            Example:
              gardengate device bootstrap "Hotel Linde" 192.0.2.1
              gardengate device bootstrap "Hotel Linde" --wireguard
              gardengate device bootstrap "Hotel Linde" 192.0.2.1 --file gardengate.rsc
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Argument(
        help: ArgumentHelp(
            "How the gateway reaches the router: name or address; port 8729 unless given. None for a new router with --wireguard.",
            valueName: "host[:port]"
        )
    )
    var address: HostPort?

    @Flag(help: "The router dials the gateway, and is reached through that tunnel.")
    var wireguard = false

    @OptionGroup var options: BootstrapOptions

    @Option(help: TrustArgument.help)
    var trust: TrustArgument?

    @Option(help: ArgumentHelp("How long to wait for the router; 0 not to wait.", valueName: "duration"))
    var wait = DurationArgument(seconds: 900)

    @Flag(help: "Make a new password, where one was shown before.")
    var newPassword = false

    @Flag(help: "Make new keys of the tunnel; whoever has the old ones is out.")
    var newKeys = false

    @Flag(help: "Forget that the router is being set up, and do nothing else.")
    var forget = false

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { address.map { "\(site) \(HostPort.text($0.host, $0.port ?? 8729))" } ?? site }

    mutating func validate() throws {
        guard !global.json || options.file != nil || wait.seconds == 0 || forget else {
            throw ValidationError("--json prints one value, at the end: give --file FILE, or --wait 0")
        }
        guard options.tlsCa == nil || options.gateway != nil else {
            throw ValidationError("--tls-ca belongs to --gateway URL: give both, or neither")
        }
        guard address != nil || (wireguard && !forget) else {
            throw ValidationError(
                "say how the gateway reaches the router: its name or address\(forget ? "" : ", or --wireguard when it cannot")"
            )
        }
        guard !["read", "write", "full"].contains(options.user) else {
            throw ValidationError("--user: every router has a group of that name; give another one")
        }
        guard !wireguard || options.from.isEmpty else {
            throw ValidationError(
                "with --wireguard the gateway comes from its address inside the tunnel: leave --from out"
            )
        }
    }

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        let port = address?.port ?? 8729
        if forget, let host = address?.host { return try await forget(host, port, session) }
        let endpoint = try await options.endpoint(session)
        try options.checkDelivery(from: endpoint)
        let tunnel = try await BootstrapTunnel.find(
            isWanted: wireguard,
            address?.host,
            port,
            of: site,
            renews: newKeys,
            session
        )
        guard let host = tunnel?.host ?? address?.host else { return }
        let place = HostPort.text(host, port)
        let target = try await BootstrapTarget.find(
            at: host,
            port,
            of: site,
            user: options.user,
            renews: newPassword,
            session
        )
        var bootstrap = RouterBootstrap(
            account: target.device.user,
            password: target.password,
            host: host,
            sources: try tunnel?.sources ?? options.sources(towards: host, port),
            clockMinimum: target.toldAt - .seconds(86_400)
        )
        bootstrap.fragment = tunnel?.script.fragment.revealed
        // Without scripts only the paste itself fetches anything.
        if !site.hasScripts { bootstrap.features = options.file == nil ? [.hotspot, .fetch] : [.hotspot] }
        try options.complete(&bootstrap, endpoint: endpoint)
        try await options.keep(endpoint, session)
        if !global.json { tunnel?.tell(global) }
        let script = try await BootstrapScript(bootstrap, file: options.file).delivered(as: session.output)
        guard wait.seconds > 0 else {
            session.output.write(
                "",
                json: [
                    "state": .string("pending"), "host": .string(place), "device": .null,
                    "script": options.file == nil ? .string(script) : .null, "file": .string(options.file),
                ]
            )
            return
        }
        if !global.json { Streams.error(BootstrapScript.waitingHint(place, again: again(host, site))) }
        let (device, found) = try await BootstrapWait(target: target, trust: trust, seconds: wait.seconds).finished()
        try await target.keep(device, session)
        TrustArgument.warn(about: [device])
        session.output.write(
            """
            device \(place) \(target.isKnown ? "is set up again" : "added") at \(site.name.printable) (\(found)): \(device.id)
            next: gardengate push \(site.name.shellQuoted)
            """,
            json: [
                "state": .string(target.isKnown ? "renewed" : "added"), "script": .null, "file": .string(options.file),
                "device": DeviceView(device: device).json,
            ]
        )
    }

    /// The command that goes on with this router, where the one that was typed would begin with another new one.
    private func again(_ host: String, _ site: Site) -> String? {
        guard address == nil else { return nil }
        var words = ["gardengate", "device", "bootstrap", site.name, host]
        for (name, value) in [
            ("--file", options.file), ("--trust", trust?.trust.text), ("--database", global.database),
            ("--key-file", global.keyFile),
        ] {
            if let value { words += [name, value] }
        }
        return words.map(\.shellQuoted).joined(separator: " ")
    }

    private func forget(_ host: String, _ port: Int, _ session: Session) async throws {
        let place = HostPort.text(host, port)
        guard try await session.store.forgetPendingDevice(host: host, port: port) else {
            throw CommandFailure("no router at \(place) is being set up")
        }
        let isDevice = try await session.store.allDevices().contains { $0.host == host }
        let hasTunnel = try await session.store.tunnelRouters().contains { $0.address == host }
        if hasTunnel, !isDevice { try await session.store.removeTunnelRouter(host) }
        session.output.write("\(place) is not being set up any more", json: ["state": .string("forgotten")])
    }
}
