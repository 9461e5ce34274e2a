import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate user list`.
struct UserList: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the named accounts of a site.",
        discussion: """
            Passwords are never shown.

            Example:
              gardengate user list "Hotel Linde"
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        let users = try await session.store.hotspotUsers(at: site.id)
        var table = TextTable("NAME", "PROFILE", "UPTIME LIMIT", "DATA LIMIT", "SERVERS", "ID")
        for user in users {
            table.add(
                user.name,
                user.profile ?? "the instance's",
                user.uptimeSecondsMaximum.map { DurationArgument(seconds: $0).text } ?? "none",
                user.dataBytesMaximum.map(ByteSizeArgument.text) ?? "none",
                user.onAllServers ? "all" : "the instance's",
                user.id.rawValue
            )
        }
        session.output.write(
            table.text(orElse: "no accounts at \(site.name.printable)"),
            json: .list(users) { HotspotUserView(user: $0).commandJSON }
        )
    }
}
