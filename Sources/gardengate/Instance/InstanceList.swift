import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate instance list`.
struct InstanceList: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the captive portals.",
        discussion: """
            Example:
              gardengate instance list --json
            """
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let instances = try await session.store.instances()
        let places = try await session.store.places(of: instances.map(\.id))
        let rollouts = try await session.store.rollouts()
        let views = instances.map {
            InstanceView(instance: $0, places: places[$0.id] ?? [], rollout: rollouts[$0.id])
        }
        var table = TextTable("NAME", "SESSION", "CODE", "DEVICES", "RATE LIMIT", "SITES", "ID")
        for view in views {
            let instance = view.instance
            table.add(
                instance.name,
                DurationArgument(seconds: instance.sessionSeconds).text,
                "\(instance.codeLength)",
                instance.devicePolicy.text,
                instance.rateLimit ?? "none",
                rollouts[instance.id].map { "\($0.reached.count) of \(view.places.count)" } ?? "\(view.places.count)",
                instance.id.rawValue
            )
        }
        session.output.write(
            table.text(orElse: "no instances; add one with gardengate instance add NAME"),
            json: .list(views, \.json)
        )
    }
}
