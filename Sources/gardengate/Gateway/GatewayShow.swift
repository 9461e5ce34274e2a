import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate gateway show`.
struct GatewayShow: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show where routers reach this gateway.",
        discussion: """
            Example:
              gardengate gateway show
            """
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let view = GatewayEndpointView(endpoint: try await session.store.endpoint())
        session.output.write(view.text, json: view.json)
    }
}
