import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate walled-garden remove`.
struct WalledGardenRemove: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take an entry out of the walled garden of a site.",
        discussion: """
            Example:
              gardengate walled-garden remove "Hotel Linde" Payment
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Argument(help: "The entry: its id or its name.")
    var entry: String

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        let before = try await session.store.walledGarden(at: site.id)
        try await session.store.removeWalledGardenEntry(entry, at: site.id, now: session.now)
        let left = try await session.store.walledGarden(at: site.id).map(\.id)
        let removed = before.filter { !left.contains($0.id) }
        session.output.write(
            "walled-garden entry \(removed.first?.name.printable ?? entry) removed from \(site.name.printable)",
            json: removed.first.map { WalledGardenEntryView(entry: $0).commandJSON } ?? .null
        )
    }
}
