import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate instance add`.
struct InstanceAdd: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a captive portal.",
        discussion: """
            Makes the database when there is none yet, with the key file that seals the routers' passwords beside it. \
            Unless given: access lasts 12h, codes have 6 characters, one device per coupon, no speed limit.

            Example:
              gardengate instance add Lobby --session-ttl 12h --rate-limit 5M/20M
            """
    )

    static let createsDatabase = true

    @Argument(help: "What to call it.")
    var name: String

    @OptionGroup var settings: InstanceSettings
    @OptionGroup var global: GlobalOptions

    var auditTarget: String { name }

    func run(_ session: Session) async throws {
        var instance = Instance(id: session.store.newID(), name: name, createdAt: session.now)
        settings.apply(to: &instance)
        try await session.store.createInstance(instance)
        session.output.write(
            """
            instance \(instance.name.printable) added: \(instance.id)
            next: gardengate site add NAME --instance \(instance.name.shellQuoted)
            """,
            json: InstanceView(instance: instance, places: []).json
        )
    }
}
