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
        let id = try await session.store.instance(instance).id
        let changed = try await session.store.updateInstance(id, now: session.now) { [name, settings] instance in
            if let name { instance.name = name }
            settings.apply(to: &instance)
        }
        let places = try await session.store.places(of: [id])[id] ?? []
        session.output.write(
            "instance \(changed.name.printable) changed",
            json: InstanceView(instance: changed, places: places).json
        )
    }
}
