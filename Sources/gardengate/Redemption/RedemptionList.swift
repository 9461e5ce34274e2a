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
            json: .list(records, Self.json)
        )
    }

    private static func json(_ record: RedemptionRecord) -> JSON {
        [
            "coupon_id": .id(record.coupon),
            "code": .string(record.code),
            "site_id": .id(record.redemption.site),
            "device_id": .id(record.redemption.device),
            "redeemed_at": .time(record.redemption.at),
            "access_until": .time(record.redemption.endsAt),
            "mac_address": .string(record.redemption.macAddress),
            "recorded_at": .time(record.recordedAt),
        ]
    }
}
