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
        let sites = try await session.store.sites()
        let views = try await session.store.instances().map { InstanceView(instance: $0, sites: sites) }
        var table = TextTable("NAME", "SESSION", "CODE", "DEVICES", "RATE LIMIT", "SITES", "ID")
        for view in views {
            let instance = view.instance
            table.add(
                instance.name,
                DurationArgument(seconds: instance.sessionSeconds).text,
                "\(instance.codeLength)",
                instance.devicePolicy.text,
                instance.rateLimit ?? "none",
                "\(view.sites.count)",
                instance.id.rawValue
            )
        }
        session.output.write(
            table.text(orElse: "no instances; add one with gardengate instance add NAME"),
            json: .list(views, \.json)
        )
    }
}
