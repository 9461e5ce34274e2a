import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate guest list`.
struct GuestList: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the guests of a site, those who came last first.",
        discussion: """
            A guest is active while a session runs, as far as is known, and access lasts.

            Examples:
              gardengate guest list "Hotel Linde" --state active
              gardengate guest list "Hotel Linde" --mac 02:00:00:00:00:01
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Option(help: ArgumentHelp("Only in this state.", valueName: "active|ended"), transform: Self.state)
    var state: SiteUserFilter.State?

    @Option(help: ArgumentHelp("Only the guest of this code or account.", valueName: "name"))
    var name: String?

    @Option(
        help: ArgumentHelp("Only who had a session with this MAC address.", valueName: "address"),
        transform: Self.macAddress
    )
    var mac: String?

    @Option(help: ArgumentHelp("Only who had a session with this IP address.", valueName: "address"))
    var ip: String?

    @Option(help: ArgumentHelp("Only who came within this time, as 24h.", valueName: "duration"))
    var within: DurationArgument?

    @Option(help: ArgumentHelp("At most so many.", valueName: "number"))
    var limit = 100

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit goes from 1 to 1000") }
    }

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        let devices = try await session.store.devices(at: site.id)
        let now = session.now
        var filter = SiteUserFilter()
        filter.state = state
        filter.name = name
        filter.macAddress = mac
        filter.address = ip?.lowercased()
        filter.since = within.map { now - .seconds($0.seconds) }
        let records = try await session.store.siteUsers(at: site.id, filter, limit: limit, now: now)
        var table = TextTable("NAME", "STATE", "SINCE", "ACCESS UNTIL", "GUEST'S DEVICE", "ADDRESS", "ROUTER", "ID")
        for record in records {
            let guest = record.session
            table.add(
                record.user.name,
                record.state(at: now).rawValue,
                (guest?.startedAt ?? record.user.lastSeenAt).description,
                guest?.expiresAt.description ?? "-",
                guest?.macAddress ?? "not told",
                guest?.address ?? "not told",
                devices.first { $0.id == guest?.device }.map { HostPort.text($0.host, $0.port) } ?? "-",
                record.user.id.rawValue
            )
        }
        session.output.write(
            table.text(orElse: "no such guests at \(site.name.printable)"),
            json: .list(records) { SiteUserView(record: $0, now: now).json }
        )
    }

    private static func state(_ text: String) throws -> SiteUserFilter.State {
        guard let state = SiteUserFilter.State(rawValue: text) else {
            let states = SiteUserFilter.State.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("give one of \(states)")
        }
        return state
    }

    private static func macAddress(_ text: String) throws -> String {
        guard let address = RouterOSText.macAddress(text) else {
            throw ValidationError("a MAC address is written as 02:00:00:00:00:01")
        }
        return address
    }
}
