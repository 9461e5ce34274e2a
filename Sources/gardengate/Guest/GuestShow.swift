import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate guest show`.
struct GuestShow: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the sessions of a guest, newest first.",
        discussion: """
            Example:
              gardengate guest show "Hotel Linde" 8B7W3D
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @Argument(help: "The guest: the code or the account's name, or the guest's id.")
    var guest: String

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        let record = try await session.store.siteUser(guest, at: site.id)
        let devices = try await session.store.devices(at: site.id)
        let now = session.now
        var table = TextTable(
            "BEGAN",
            "ENDED",
            "CAUSE",
            "ONLINE",
            "SENT",
            "RECEIVED",
            "GUEST'S DEVICE",
            "ADDRESS",
            "ROUTER"
        )
        for stay in record.sessions {
            table.add(
                stay.startedAt.description,
                stay.endedAt?.description ?? (stay.isActive(at: now) ? "still in" : "not told"),
                stay.endCause ?? "-",
                stay.uptimeSeconds.map { DurationArgument(seconds: $0).text } ?? "-",
                stay.bytesIn.map(ByteSizeArgument.rounded) ?? "-",
                stay.bytesOut.map(ByteSizeArgument.rounded) ?? "-",
                stay.macAddress ?? "not told",
                stay.address ?? "not told",
                devices.first { $0.id == stay.device }.map { HostPort.text($0.host, $0.port) } ?? "-"
            )
        }
        session.output.write(
            table.text(orElse: "nothing is known of sessions of \(record.user.name.printable)"),
            json: SiteUserView(record: record, now: now).detailedJSON
        )
    }
}
