import ArgumentParser
import GatewayDomain
import GatewayHTTP
import GatewayStore

/// `gardengate coupon release`.
struct CouponRelease: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Free a code from the device that holds it, so that the guest's next device can log in.",
        discussion: """
            For a guest with a new phone, or one that hides its address. Whoever is in with the code is logged out; the \
            time that was fixed when the code was redeemed goes on. A running gardengate serve tells the routers by \
            itself; otherwise push does.

            Example:
              gardengate coupon release 8B7W3D
            """
    )

    @Argument(help: "The coupon: its code or its id.")
    var coupon: String

    @OptionGroup var global: GlobalOptions

    var auditTarget: String { coupon }

    func run(_ session: Session) async throws {
        let released = try await session.store.releaseCoupon(coupon, now: session.now)
        let until = released.redemption.map { ", until \($0.endsAt)" } ?? ""
        session.output.write(
            "coupon \(released.code) is free for the guest's next device\(until)",
            json: CouponView(coupon: released, now: session.now).json
        )
    }
}
