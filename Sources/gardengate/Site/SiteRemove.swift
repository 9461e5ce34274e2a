import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate site remove`.
struct SiteRemove: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a site.",
        discussion: """
            Its routers have to be removed first: one that is forgotten keeps what it holds. The site's hotspot users and its \
            walled garden go with it; this says how many there are, and removes them with --confirm only. What happened there \
            stays on record, and the name is free again.

            Example:
              gardengate site remove "Hotel Linde" --confirm
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Flag(help: "Do it, whatever goes with it.")
    var confirm = false

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        let name = site.name.printable
        let belongings = try await session.store.belongings(of: site.id)
        let lost = [
            Quantity.text(belongings.userCount, "hotspot user", "hotspot users"),
            Quantity.text(belongings.gardenCount, "walled-garden entry", "walled-garden entries"),
        ].compactMap { $0 }
        guard confirm || lost.isEmpty || belongings.deviceCount > 0 else {
            throw CommandFailure(
                "\(name) has \(lost.joined(separator: ", ")); nothing was changed: give --confirm to remove it all the same"
            )
        }
        try await session.store.removeSite(site.id, now: session.now)
        let went = lost.isEmpty ? "" : ", with \(lost.joined(separator: ", "))"
        session.output.write(
            "site \(name) removed\(went); what happened there stays on record",
            json: SiteView(site: site).commandJSON
        )
    }
}
