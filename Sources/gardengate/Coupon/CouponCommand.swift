import ArgumentParser

/// `gardengate coupon`.
struct CouponCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coupon",
        abstract: "Codes that let one guest in once.",
        discussion: """
            Example:
              gardengate coupon create --instance Lobby --count 20 --minutes 10080
            """,
        subcommands: [CouponCreate.self, CouponList.self, CouponRelease.self, CouponRevoke.self]
    )
}
