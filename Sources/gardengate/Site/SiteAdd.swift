import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate site add`.
struct SiteAdd: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a place.",
        discussion: """
            The subnets say which hotspot server of a router is meant: the one whose interface has an address in one of \
            them. Without subnets it is the only one that the router has.

            Example:
              gardengate site add "Hotel Linde" --instance Lobby --subnet 10.5.50.0/24
            """
    )

    @Argument(help: "What to call it.")
    var name: String

    @Option(help: ArgumentHelp("The instance that serves it: its id or its name.", valueName: "instance"))
    var instance: String

    @Option(
        name: .customLong("subnet"),
        help: ArgumentHelp("A guest network, as 10.5.50.0/24. May be given several times.", valueName: "cidr"),
        transform: Self.subnet
    )
    var subnets: [Subnet] = []

    @Flag(
        inversion: .prefixedNo,
        help: """
            Whether the site's routers run the gateway's scripts: they report logins at once, and let codes expire while it is away.
            """
    )
    var scripts = true

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { name }

    func run(_ session: Session) async throws {
        let instance = try await session.store.instance(instance)
        var site = Site(
            id: session.store.newID(),
            name: name,
            services: [Site.Service(instance: instance.id, subnets: subnets)],
            createdAt: session.now
        )
        site.hasScripts = scripts
        try await session.store.createSite(site)
        session.output.write(
            """
            site \(site.name.printable) added, served by \(instance.name.printable): \(site.id)
            next: gardengate device bootstrap \(site.name.shellQuoted) HOST
            """,
            json: SiteView(site: site).commandJSON
        )
    }

    static func subnet(_ text: String) throws -> Subnet {
        guard let subnet = Subnet(text) else {
            throw ValidationError("give an IPv4 network as 10.5.50.0/24")
        }
        return subnet
    }
}
