import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate site pause`.
struct SitePause: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Stop writing to the routers of a site; they are still looked at.",
        discussion: """
            Example:
              gardengate site pause "Hotel Linde"
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        try await session.store.pauseSite(site.id, now: session.now)
        let paused = try await session.store.site(site.id.rawValue)
        session.output.write(
            "site \(site.name.printable) is paused: its routers are looked at, not written",
            json: SiteView(site: paused).commandJSON
        )
    }
}
