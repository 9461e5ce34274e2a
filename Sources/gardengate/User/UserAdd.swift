import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate user add`.
struct UserAdd: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a named account to a site.",
        discussion: """
            The password is asked for, or read from the first line of a file; it is never an argument.

            Example:
              gardengate user add "Hotel Linde" reception --password-file reception.txt --data-limit 10G
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Argument(help: "What the guest types as user name.")
    var name: String

    @Option(help: ArgumentHelp("The password is the first line of this file; - is standard input.", valueName: "file"))
    var passwordFile: String?

    @Option(
        help: ArgumentHelp(
            "The instance whose hotspot server it is for, when several serve the site: its id or its name.",
            valueName: "instance"
        )
    )
    var instance: String?

    @Option(help: ArgumentHelp("A user profile of the router (default: the instance's own).", valueName: "name"))
    var profile: String?

    @Option(help: ArgumentHelp("How long it may be online in all, as 30h.", valueName: "duration"))
    var uptimeLimit: DurationArgument?

    @Option(help: ArgumentHelp("How much data it may move in all, as 10G.", valueName: "size"))
    var dataLimit: ByteSizeArgument?

    @Flag(help: "Let it log in at every hotspot server of the site's routers.")
    var allServers = false

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    mutating func validate() throws {
        if let uptimeLimit, uptimeLimit.seconds == 0 {
            throw ValidationError("--uptime-limit 0 would mean no limit on a router: leave it out for no limit")
        }
    }

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        let instance = try await chosenInstance(of: site, session)
        let password = try PasswordFile.readOrAsk(passwordFile, whose: "the account \(name)")
        var user = HotspotUser(
            id: session.store.newID(),
            site: site.id,
            instance: instance,
            name: name,
            password: password,
            createdAt: session.now
        )
        user.profile = profile
        user.uptimeSecondsMaximum = uptimeLimit?.seconds
        user.dataBytesMaximum = dataLimit?.bytes
        user.onAllServers = allServers
        try await session.store.addHotspotUser(user)
        session.output.write(
            "account \(user.name.printable) added at \(site.name.printable): \(user.id)",
            json: HotspotUserView(user: user).commandJSON
        )
    }

    private func chosenInstance(of site: Site, _ session: Session) async throws -> Instance.ID {
        if let instance {
            let chosen = try await session.store.instance(instance)
            guard site.services.contains(where: { $0.instance == chosen.id }) else {
                throw CommandFailure(
                    "the instance \(chosen.name) does not serve \(site.name): see gardengate site list"
                )
            }
            return chosen.id
        }
        guard let first = site.services.first else {
            throw CommandFailure("no instance serves the site \(site.name): add one with gardengate site add")
        }
        guard site.services.count == 1 else {
            throw CommandFailure("several instances serve the site \(site.name): say which one with --instance")
        }
        return first.instance
    }
}
