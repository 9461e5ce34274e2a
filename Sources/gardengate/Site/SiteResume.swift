import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate site resume`.
struct SiteResume: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Write to the routers of a paused site again.",
        discussion: """
            Example:
              gardengate site resume "Hotel Linde"
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        try await session.store.resumeSite(site.id, now: session.now)
        let resumed = try await session.store.site(site.id.rawValue)
        session.output.write(
            "site \(site.name.printable) is active: its routers are kept right",
            json: SiteView(site: resumed).commandJSON
        )
    }
}
