import ArgumentParser
import Foundation
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate gateway set`.
struct GatewaySet: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Say where routers reach this gateway, and by which authority they know it.",
        discussion: """
            The address is the one of serve --listen as routers see it. Without --tls-ca routers check the certificate by the \
            authorities that they know by themselves: those that came with 7.19 or later know public ones, all others know none, also \
            after an upgrade.

            Every router is compared again, for what is put onto it names the gateway.

            Example:
              gardengate gateway set https://192.0.2.10:8443 --tls-ca ca.crt
            """
    )

    static let createsDatabase = true

    @Argument(help: ArgumentHelp("Where routers reach the gateway, without a path.", valueName: "url"))
    var url: String

    @Option(
        help: ArgumentHelp(
            "The certificate of the authority that vouches for the gateway, as PEM; certificate create makes one.",
            valueName: "file"
        )
    )
    var tlsCa: String?

    @Flag(help: "Take an address without TLS: whoever is in between reads the routers' tokens.")
    var allowPlainHTTP = false

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { url }

    func run(_ session: Session) async throws {
        let argument = EndpointArgument(url: url, authorityFile: tlsCa, allowsPlainHTTP: allowPlainHTTP)
        let endpoint = try argument.endpoint(now: Date())
        let before = try await session.store.endpoint()
        try await session.store.setEndpoint(endpoint, now: session.now)
        let view = GatewayEndpointView(endpoint: endpoint)
        session.output.write("routers reach the gateway at \(view.text)", json: view.json)
        if !endpoint.isSecure {
            Streams.error(
                "warning: plain HTTP: whoever is in between reads the routers' tokens, and can answer for the gateway"
            )
        }
        let devices = try await session.store.allDevices()
        guard endpoint.authority != nil, endpoint.authority != before?.authority,
            let count = Quantity.text(devices.count, "router was", "routers were")
        else { return }
        Streams.error(
            "warning: \(count) set up before and may not know this authority: run gardengate device bootstrap for each again, "
                + "or what they report is lost"
        )
    }
}
