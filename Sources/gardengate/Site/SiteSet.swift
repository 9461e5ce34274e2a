import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate site set`.
struct SiteSet: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change what serves a site: its instance, the guests' subnets, the login page, the routers' scripts.",
        discussion: """
            With an instance that does not serve the site yet, it serves it from now on. --remove ends that: what the \
            instance pushed is removed from the site's routers. --no-scripts takes the gateway's scripts from them.

            Example:
              gardengate site set "Hotel Linde" --instance Lobby --subnet 10.5.50.0/24
              gardengate site set "Hotel Linde" --instance Lobby --login-page on
              gardengate site set "Hotel Linde" --no-scripts
            """
    )

    enum Switch: String, ExpressibleByArgument, CaseIterable {
        case on, off
    }

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Option(help: ArgumentHelp("The instance that it is about: its id or its name.", valueName: "instance"))
    var instance: String?

    @Option(
        name: .customLong("subnet"),
        help: ArgumentHelp(
            "A guest network, as 10.5.50.0/24. May be given several times; none: the only hotspot server of a router.",
            valueName: "cidr"
        ),
        transform: SiteAdd.subnet
    )
    var subnets: [Subnet] = []

    @Option(
        help: """
            on puts the gateway's login page on the site's routers and shows it to the instance's guests; off takes it away. Default: as \
            it is.
            """
    )
    var loginPage: Switch?

    @Flag(help: "The instance no longer serves the site.")
    var remove = false

    @Flag(
        inversion: .prefixedNo,
        help: """
            Whether the site's routers run the gateway's scripts: they report logins at once, and let codes expire while it is away. \
            Default: as it is.
            """
    )
    var scripts: Bool?

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    mutating func validate() throws {
        guard instance != nil || (subnets.isEmpty && loginPage == nil && !remove) else {
            throw ValidationError("--subnet, --login-page and --remove are about an instance: give --instance, too")
        }
        guard instance != nil || scripts != nil else {
            throw ValidationError("nothing to change: give --instance, or --scripts or --no-scripts")
        }
        guard !remove || subnets.isEmpty else {
            throw ValidationError("--remove and --subnet contradict each other: give one of them")
        }
        guard !remove || loginPage == nil else {
            throw ValidationError("--remove takes the login page away, too: leave --login-page out")
        }
    }

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        let services = try await services(of: site, session.store)
        let changed = try await session.store.updateSite(site.id, now: session.now) { site in
            if let services { site.services = services }
            if let scripts { site.hasScripts = scripts }
        }
        session.output.write(
            "site \(changed.name.printable) changed: \(changed.id)",
            json: SiteView(site: changed).commandJSON
        )
    }

    /// What serves the site from now on; nil where nothing is said about it.
    private func services(of site: Site, _ store: Store) async throws -> [Site.Service]? {
        guard let reference = instance else { return nil }
        var site = site
        let instance = try await store.instance(reference)
        let position = site.services.firstIndex { $0.instance == instance.id }
        if remove {
            guard let position else {
                throw CommandFailure("\(instance.name) does not serve \(site.name): nothing to remove")
            }
            site.services.remove(at: position)
        } else if let position {
            // Whoever asks for the login page or scripts only leaves the subnets as they are.
            if !subnets.isEmpty || (loginPage == nil && scripts == nil) { site.services[position].subnets = subnets }
            if let loginPage { site.services[position].hasLoginPage = loginPage == .on }
        } else {
            var service = Site.Service(instance: instance.id, subnets: subnets)
            service.hasLoginPage = loginPage == .on
            site.services.append(service)
        }
        return site.services
    }
}
