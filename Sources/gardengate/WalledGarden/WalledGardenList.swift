import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate walled-garden list`.
struct WalledGardenList: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the walled garden of a site, in order.",
        discussion: """
            Example:
              gardengate walled-garden list "Hotel Linde"
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        let entries = try await session.store.walledGarden(at: site.id)
        var table = TextTable("NAME", "ACTION", "TARGET", "PORT", "PROTOCOL", "METHOD", "PATH", "ID")
        for entry in entries {
            table.add(
                entry.name,
                entry.action.rawValue,
                WalledGardenEntryView(entry: entry).target,
                entry.port ?? "any",
                entry.transport ?? "any",
                entry.method ?? "any",
                entry.path ?? "any",
                entry.id.rawValue
            )
        }
        session.output.write(
            table.text(orElse: "the walled garden of \(site.name.printable) is empty"),
            json: .list(entries) { WalledGardenEntryView(entry: $0).commandJSON }
        )
    }
}
