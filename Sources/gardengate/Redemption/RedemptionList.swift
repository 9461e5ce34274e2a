import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate redemption list`.
struct RedemptionList: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the redemptions at a site.",
        discussion: """
            Example:
              gardengate redemption list "Hotel Linde" --json
            """
    )

    @Argument(help: "The site: its id or its name.")
    var site: String

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let site = try await session.store.site(site)
        let records = try await session.store.redemptions(at: site.id)
        var table = TextTable("CODE", "REDEEMED", "ACCESS UNTIL", "GUEST'S DEVICE", "COUPON ID")
        for record in records {
            table.add(
                record.code,
                record.redemption.at.description,
                record.redemption.endsAt.description,
                record.redemption.macAddress ?? "not told",
                record.coupon.rawValue
            )
        }
        session.output.write(
            table.text(orElse: "nothing was redeemed at \(site.name.printable) yet"),
            json: .list(records) { RedemptionView(record: $0).json }
        )
    }
}
