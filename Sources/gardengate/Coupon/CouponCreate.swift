import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate coupon create`.
struct CouponCreate: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make coupons.",
        discussion: """
            The minutes say until when a coupon can be redeemed, counted from now; how long access lasts from then on \
            is the instance's --session-ttl. A running gardengate serve pushes the codes by itself; otherwise push does.

            Example:
              gardengate coupon create --instance Lobby --count 20 --minutes 10080
            """
    )

    @Option(help: ArgumentHelp("The instance: its id or its name.", valueName: "instance"))
    var instance: String

    @Option(help: ArgumentHelp("How many, 1 to 200.", valueName: "n"))
    var count: Int

    @Option(help: ArgumentHelp("For how many minutes they can be redeemed, 1 to 5256000 (ten years).", valueName: "n"))
    var minutes: Int64

    @Option(
        name: .customLong("site"),
        help: ArgumentHelp(
            "Only at this site: its id or its name. May be given several times; without it wherever the instance serves.",
            valueName: "site"
        )
    )
    var sites: [String] = []

    @Option(help: ArgumentHelp("How much data a guest may move in all, as 500M or 2G.", valueName: "size"))
    var dataLimit: ByteSizeArgument?

    @Option(
        help: ArgumentHelp(
            "A speed of their own, upload/download as 5M/20M; without it the instance's.",
            valueName: "rx/tx"
        )
    )
    var rateLimit: String?

    @Option(help: ArgumentHelp("What to write down about them, up to 200 bytes.", valueName: "text"))
    var note: String?

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { instance }

    mutating func validate() throws {
        let counts = Coupon.countBounds
        guard counts.contains(count) else {
            throw ValidationError(
                "--count \(count) is outside of \(counts.lowerBound) to \(counts.upperBound): make more in several orders"
            )
        }
        let bounds = Coupon.minutesValidBounds
        guard bounds.contains(minutes) else {
            throw ValidationError(
                "--minutes \(minutes) is outside of \(bounds.lowerBound) to \(bounds.upperBound): say for how long they can be redeemed"
            )
        }
    }

    func run(_ session: Session) async throws {
        let instance = try await session.store.instance(instance)
        var chosen: [Site.ID] = []
        for reference in sites {
            let site = try await session.store.site(reference)
            guard site.services.contains(where: { $0.instance == instance.id }) else {
                throw CommandFailure(
                    "the site \(site.name) is not served by \(instance.name): choose one of its own sites"
                )
            }
            if !chosen.contains(site.id) { chosen.append(site.id) }
        }
        var order = CouponOrder(instance: instance, count: count, minutesValid: minutes)
        order.dataBytesMaximum = dataLimit?.bytes
        order.rateLimit = rateLimit
        order.note = note
        order.sites = chosen
        let coupons = try await session.store.createCoupons(order, now: session.now)
        let now = session.now
        session.output.write(
            coupons.map(\.code).joined(separator: "\n"),
            json: .list(coupons) { CouponView(coupon: $0, now: now).json }
        )
        if !session.output.isJSON, let first = coupons.first {
            let access = DurationArgument(seconds: instance.sessionSeconds).text
            let count = Quantity.text(coupons.count, "coupon", "coupons") ?? ""
            Streams.error(
                "\(count), to be redeemed before \(first.expiresAt); access lasts \(access) from then on"
            )
        }
    }
}
