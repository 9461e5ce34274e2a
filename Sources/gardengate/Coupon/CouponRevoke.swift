import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate coupon revoke`.
struct CouponRevoke: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take a coupon back, or those of an instance that a filter tells, also ones that are in use.",
        discussion: """
            The code is removed from every router, and the guest who uses it loses access. A running gardengate serve \
            does that by itself; otherwise push does. By a filter only coupons are taken back that somebody could \
            still use.

            Examples:
              gardengate coupon revoke 8B7W3D
              gardengate coupon revoke --instance Lobby --note wedding --state unused
            """
    )

    @Argument(help: "The coupon: its code or its id.")
    var coupon: String?

    @Option(
        help: ArgumentHelp("Instead of one coupon, those of this instance: its id or its name.", valueName: "instance")
    )
    var instance: String?

    @Option(help: ArgumentHelp("Of the instance's, those with this note.", valueName: "text"))
    var note: String?

    @Option(
        help: ArgumentHelp("Of the instance's, those in this state.", valueName: "unused|active"),
        transform: Self.state
    )
    var state: CouponFilter.LiveState?

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        guard (coupon == nil) != (instance == nil), coupon == nil || (note == nil && state == nil) else {
            throw ValidationError("give either a coupon, or --instance with --note or --state")
        }
        guard instance == nil || filter != nil else {
            throw ValidationError("say which coupons of the instance, with --note or --state")
        }
    }

    func run(_ session: Session) async throws {
        if let instance, let filter {
            let instance = try await session.store.instance(instance)
            let count = try await session.store.revokeCoupons(of: instance.id, filter, now: session.now)
            session.output.write(
                count == 1 ? "1 coupon is revoked" : "\(count) coupons are revoked",
                json: ["revoked": .number(Int64(count))]
            )
            return
        }
        let revoked = try await session.store.revokeCoupon(coupon ?? "", now: session.now)
        session.output.write(
            "coupon \(revoked.code) is revoked",
            json: CouponView(coupon: revoked, now: session.now).json
        )
    }

    private var filter: CouponFilter? {
        CouponFilter([note.map { .note($0) }, state.map { .state($0) }].compactMap(\.self))
    }

    private static func state(_ text: String) throws -> CouponFilter.LiveState {
        guard let state = CouponFilter.LiveState(rawValue: text) else {
            throw ValidationError(
                "give one of \(CouponFilter.LiveState.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        return state
    }
}
