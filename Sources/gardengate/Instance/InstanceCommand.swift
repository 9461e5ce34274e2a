import ArgumentParser

/// `gardengate instance`.
struct InstanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instance",
        abstract: "Captive portals: how long access lasts, what codes look like.",
        discussion: """
            An instance is one captive portal's configuration. Sites are served by an instance, and coupons belong to one.

            Example:
              gardengate instance add Lobby --session-ttl 12h
            """,
        subcommands: [
            InstanceAdd.self, InstanceList.self, InstanceSet.self, InstanceLoginPage.self, InstanceRemove.self,
        ]
    )
}
