import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate gateway clear`.
struct GatewayClear: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear",
        abstract: "Forget where routers reach this gateway: they report nothing any more.",
        discussion: """
            Example:
              gardengate gateway clear
            """
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        try await session.store.setEndpoint(nil, now: session.now)
        let view = GatewayEndpointView(endpoint: nil)
        session.output.write("routers are told of no gateway", json: view.json)
    }
}
