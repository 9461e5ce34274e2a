import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate guest disconnect`.
struct GuestDisconnect: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "disconnect",
        abstract: "End a guest's sessions on every router of the site.",
        discussion: """
            The code stays good: the guest may log in again. To prevent that, revoke the coupon. A running gardengate \
            serve tells the routers by itself; otherwise push does.

            Example:
              gardengate guest disconnect "Hotel Linde" 8B7W3D
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Argument(help: "The guest: the code or the account's name, or the guest's id.")
    var guest: String

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        let user = try await session.store.siteUser(guest, at: site.id).user
        let count = try await session.store.disconnectSiteUser(user.id, at: site.id, now: session.now)
        let text =
            switch count {
            case 0: "\(user.name.printable) is not in at \(site.name.printable)"
            case 1: "the session of \(user.name.printable) at \(site.name.printable) ends"
            default: "\(count) sessions of \(user.name.printable) at \(site.name.printable) end"
            }
        session.output.write(text, json: ["sessions_ending": .integer(Int64(count))])
    }
}
