import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate user remove`.
struct UserRemove: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a named account from a site.",
        discussion: """
            Whoever is logged in with it loses access.

            Example:
              gardengate user remove "Hotel Linde" reception
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Argument(help: "The account: its id or its name.")
    var user: String

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        let before = try await session.store.hotspotUsers(at: site.id)
        try await session.store.removeHotspotUser(user, at: site.id, now: session.now)
        let left = try await session.store.hotspotUsers(at: site.id).map(\.id)
        let removed = before.filter { !left.contains($0.id) }
        session.output.write(
            "account \(removed.first?.name.printable ?? user) removed from \(site.name.printable)",
            json: removed.first.map { HotspotUserView(user: $0).commandJSON } ?? .null
        )
    }
}
