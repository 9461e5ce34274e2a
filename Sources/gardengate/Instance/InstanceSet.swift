import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate instance set`.
struct InstanceSet: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change a captive portal.",
        discussion: """
            What is not given stays as it is. A new session length holds for coupons redeemed from now on; a new code \
            length for codes made from now on.

            Example:
              gardengate instance set Lobby --session-ttl 1d --device-policy shared:3
            """
    )

    @Argument(help: "The instance: its id or its name.")
    var instance: String

    @Option(help: ArgumentHelp("A new name.", valueName: "name"))
    var name: String?

    @OptionGroup var settings: InstanceSettings
    @OptionGroup var global: GlobalOptions

    var auditTarget: String { instance }

    mutating func validate() throws {
        if settings.isEmpty, name == nil { throw ValidationError("nothing to change: give at least one setting") }
    }

    func run(_ session: Session) async throws {
        let all = try await session.store.instances()
        var changed = try await session.store.instance(instance)
        if let name {
            if all.contains(where: { $0.name == name && $0.id != changed.id }) {
                throw CommandFailure("there is another instance \"\(name)\" already: choose another name")
            }
            changed.name = name
        }
        settings.apply(to: &changed)
        try await session.store.updateInstance(changed)
        let view = InstanceView(instance: changed, sites: try await session.store.sites())
        session.output.write("instance \(changed.name.printable) changed", json: view.json)
    }
}
