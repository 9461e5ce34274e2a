import ArgumentParser

/// `gardengate device token`.
struct DeviceTokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "The token with which a router reports logins.",
        discussion: """
            A router's scripts send events to /routeros/events with "Authorization: Bearer TOKEN". A token belongs to one device, \
            lets it report for its own site and do nothing else. The gateway's own scripts bring one with them; one for scripts of \
            yours is shown once, when it is made, and the gateway keeps a digest. Tokens end when the device is removed.

            Example:
              gardengate device token create 192.0.2.1
            """,
        subcommands: [DeviceTokenCreate.self, DeviceTokenRotate.self, DeviceTokenList.self, DeviceTokenRevoke.self]
    )
}
