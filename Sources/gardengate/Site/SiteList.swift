import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate site list`.
struct SiteList: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the places.",
        discussion: """
            Example:
              gardengate site list
            """
    )

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let sites = try await session.store.sites()
        let devices = try await session.store.allDevices()
        let instances = try await session.store.instances()
        var table = TextTable("NAME", "INSTANCE", "SUBNETS", "DEVICES", "STATE", "ID")
        for site in sites {
            let names = site.services.map { service in
                instances.first { $0.id == service.instance }?.name ?? service.instance.short
            }
            let subnets = site.services.flatMap(\.subnets).map(\.description)
            table.add(
                site.name,
                names.joined(separator: ", "),
                subnets.isEmpty ? "any" : subnets.joined(separator: ", "),
                "\(devices.count { $0.site == site.id })",
                site.pausedAt == nil ? "active" : "paused",
                site.id.rawValue
            )
        }
        session.output.write(
            table.text(orElse: "no sites; add one with gardengate site add NAME --instance INSTANCE"),
            json: .list(sites) { SiteView(site: $0).commandJSON }
        )
    }
}
