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
            length for codes made from now on. With --hold no router is told: the change waits for gardengate rollout, which \
            brings it to a few sites at a time. Until then each site goes on as before, with new coupons, too; only the name and the \
            length of codes are the same everywhere.

            Example:
              gardengate instance set Lobby --session-ttl 1d --device-policy shared:3
            """
    )

    @Argument(help: "The instance: its id or its name.")
    var instance: String

    @Option(help: ArgumentHelp("A new name.", valueName: "name"))
    var name: String?

    @Flag(help: "Let the change wait at every site until gardengate rollout brings it there.")
    var hold = false

    @OptionGroup var settings: InstanceSettings
    @OptionGroup var global: GlobalOptions

    var auditTarget: String { instance }

    mutating func validate() throws {
        if settings.isEmpty, name == nil { throw ValidationError("nothing to change: give at least one setting") }
    }

    func run(_ session: Session) async throws {
        let id = try await session.store.instance(instance).id
        let changed = try await session.store.updateInstance(
            id,
            isHeld: hold,
            now: session.now
        ) { [name, settings] instance in
            if let name { instance.name = name }
            settings.apply(to: &instance)
        }
        let places = try await session.store.places(of: [id])[id] ?? []
        let rollout = try await session.store.rollout(of: id)
        session.output.write(
            (["instance \(changed.name.printable) changed"] + outlook(changed, rollout, siteCount: places.count))
                .joined(separator: "\n"),
            json: InstanceView(instance: changed, places: places, rollout: rollout).json
        )
    }

    private func outlook(_ instance: Instance, _ rollout: Rollout?, siteCount: Int) -> [String] {
        let command = "gardengate rollout \(ShellOption.text("--instance", instance.name))"
        guard let rollout else { return hold ? ["nothing of it concerns routers: no site waits for it"] : [] }
        let reached = rollout.reached.count
        return ["\(reached) of \(siteCount) sites have it; the others go on as before until \(command)"]
    }
}
