import ArgumentParser

/// `gardengate device`.
struct DeviceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device",
        abstract: "The routers of a site.",
        discussion: """
            A device is a MikroTik router whose api-ssl service the gateway logs in to. Its password is kept sealed.

            Example:
              gardengate device bootstrap "Hotel Linde" 192.0.2.1
            """,
        subcommands: [
            DeviceBootstrap.self, DeviceAdd.self, DeviceList.self, DeviceSet.self, DeviceTrustCommand.self,
            DeviceTokenCommand.self,
            DeviceRemove.self,
        ]
    )
}
