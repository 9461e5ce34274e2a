import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate site set`.
struct SiteSet: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change which instance serves a site, or its guests' subnets there.",
        discussion: """
            With an instance that does not serve the site yet, it serves it from now on. --remove ends that: what the \
            instance pushed is removed from the site's routers.

            Example:
              gardengate site set "Hotel Linde" --instance Lobby --subnet 10.5.50.0/24
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Option(help: ArgumentHelp("The instance: its id or its name.", valueName: "instance"))
    var instance: String

    @Option(
        name: .customLong("subnet"),
        help: ArgumentHelp(
            "A guest network, as 10.5.50.0/24. May be given several times; none: the only hotspot server of a router.",
            valueName: "cidr"
        ),
        transform: SiteAdd.subnet
    )
    var subnets: [Subnet] = []

    @Flag(help: "The instance no longer serves the site.")
    var remove = false

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { site }

    mutating func validate() throws {
        guard !remove || subnets.isEmpty else {
            throw ValidationError("--remove and --subnet contradict each other: give one of them")
        }
    }

    func run(_ session: Session) async throws {
        var site = try await session.store.site(site)
        let instance = try await session.store.instance(instance)
        let position = site.services.firstIndex { $0.instance == instance.id }
        if remove {
            guard let position else {
                throw CommandFailure("\(instance.name) does not serve \(site.name): nothing to remove")
            }
            site.services.remove(at: position)
        } else if let position {
            site.services[position].subnets = subnets
        } else {
            site.services.append(Site.Service(instance: instance.id, subnets: subnets))
        }
        try await session.store.updateServices(of: site, now: session.now)
        session.output.write("site \(site.name.printable) changed: \(site.id)", json: SiteView(site: site).commandJSON)
    }
}
