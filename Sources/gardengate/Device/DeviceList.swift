import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate device list`.
struct DeviceList: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the routers.",
        discussion: """
            Example:
              gardengate device list --site "Hotel Linde"
            """
    )

    @Option(help: ArgumentHelp("Only those of this site: its id or its name.", valueName: "site"))
    var site: String?

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let sites = try await session.store.sites()
        var devices = try await session.store.allDevices()
        if let site {
            let chosen = try await session.store.site(site)
            devices = devices.filter { $0.site == chosen.id }
        }
        var table = TextTable("SITE", "ADDRESS", "USER", "TRUST", "ID")
        for device in devices {
            table.add(
                sites.first { $0.id == device.site }?.name ?? device.site.short,
                HostPort.text(device.host, device.port),
                device.user,
                DeviceView(device: device).trustText,
                device.id.rawValue
            )
        }
        session.output.write(
            table.text(orElse: "no devices; add one with gardengate device bootstrap SITE HOST"),
            json: .list(devices) { DeviceView(device: $0).json }
        )
    }
}
