import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate coupon revoke`.
struct CouponRevoke: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take a coupon back, also one that is in use.",
        discussion: """
            The code is removed from every router, and the guest who uses it loses access. A running gardengate serve \
            does that by itself; otherwise push does.

            Example:
              gardengate coupon revoke 8B7W3D
            """
    )

    @Argument(help: "The coupon: its code or its id.")
    var coupon: String

    @OptionGroup var global: GlobalOptions

    func run(_ session: Session) async throws {
        let revoked = try await session.store.revokeCoupon(coupon, now: session.now)
        session.output.write(
            "coupon \(revoked.code) is revoked",
            json: CouponView(coupon: revoked, now: session.now).json
        )
    }
}
