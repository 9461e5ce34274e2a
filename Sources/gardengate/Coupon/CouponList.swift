import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate coupon list`.
struct CouponList: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List coupons, newest first.",
        discussion: """
            States: unused (can be redeemed), active (its guest has access), used (access has ended), expired (never \
            redeemed), revoked.

            Example:
              gardengate coupon list --instance Lobby --state unused
            """
    )

    @Option(help: ArgumentHelp("Only of this instance: its id or its name.", valueName: "instance"))
    var instance: String?

    @Option(
        help: ArgumentHelp("Only in this state.", valueName: "unused|active|used|expired|revoked"),
        transform: Self.state
    )
    var state: CouponState?

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let instances = try await session.store.instances()
        var chosen = instances
        if let instance { chosen = [try await session.store.instance(instance)] }
        let now = session.now
        var coupons: [Coupon] = []
        for instance in chosen {
            coupons += try await session.store.coupons(of: instance.id, states: state.map { [$0] } ?? [], now: now)
        }
        if chosen.count > 1 { coupons.sort { $0.createdAt > $1.createdAt } }
        var table = TextTable("CODE", "STATE", "REDEEM BEFORE", "REDEEMED", "INSTANCE", "NOTE", "ID")
        for coupon in coupons {
            table.add(
                coupon.code,
                coupon.state(at: now).rawValue,
                coupon.expiresAt.description,
                coupon.redemption?.at.description ?? "-",
                instances.first { $0.id == coupon.instance }?.name ?? coupon.instance.short,
                coupon.note ?? "-",
                coupon.id.rawValue
            )
        }
        session.output.write(
            table.text(orElse: "no such coupons"),
            json: .list(coupons) { CouponView(coupon: $0, now: now).json }
        )
    }

    private static func state(_ text: String) throws -> CouponState {
        guard let state = CouponState(rawValue: text) else {
            throw ValidationError("give one of \(CouponState.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return state
    }
}
