import ArgumentParser
import GatewayDomain

/// The settings of an instance that `add` and `set` share.
///
/// What is not given stays as it is.
struct InstanceSettings: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long access lasts after a coupon is redeemed, 20m to 7d, as 12h or in seconds.",
            valueName: "duration"
        )
    )
    var sessionTtl: DurationArgument?

    @Option(help: ArgumentHelp("Characters of a coupon's code, 6 to 12.", valueName: "n"))
    var codeLength: Int?

    @Option(
        help: ArgumentHelp(
            "What a guest types as password of a coupon: the code again, or nothing (a router's stock login page).",
            valueName: "code|empty"
        ),
        transform: Self.couponPassword
    )
    var couponPassword: Instance.CouponPassword?

    @Option(
        help: ArgumentHelp(
            "Which devices may use a coupon: first_device, newest_wins, or shared:N for up to N at once.",
            valueName: "policy"
        ),
        transform: Self.devicePolicy
    )
    var devicePolicy: DevicePolicy?

    @Option(
        help: ArgumentHelp(
            "Speed limit per guest in RouterOS form, upload/download as 5M/20M; none for no limit.",
            valueName: "rx/tx"
        ),
        transform: Self.rateLimit
    )
    var rateLimit: RateLimit?

    /// A speed limit, or none.
    struct RateLimit: Hashable {
        /// In RouterOS form; nil for no limit.
        let text: String?
    }

    mutating func validate() throws {
        let seconds = Instance.sessionSecondsBounds
        if let sessionTtl, !seconds.contains(sessionTtl.seconds) {
            throw ValidationError("--session-ttl \(sessionTtl.text) is outside of 20m to 7d")
        }
        let length = Instance.codeLengthBounds
        if let codeLength, !length.contains(codeLength) {
            throw ValidationError(
                "--code-length \(codeLength) is outside of \(length.lowerBound) to \(length.upperBound)"
            )
        }
    }

    /// Whether anything was given.
    var isEmpty: Bool {
        sessionTtl == nil && codeLength == nil && couponPassword == nil && devicePolicy == nil && rateLimit == nil
    }

    /// Puts what was given into an instance.
    func apply(to instance: inout Instance) {
        if let sessionTtl { instance.sessionSeconds = sessionTtl.seconds }
        if let codeLength { instance.codeLength = codeLength }
        if let couponPassword { instance.couponPassword = couponPassword }
        if let devicePolicy { instance.devicePolicy = devicePolicy }
        if let rateLimit { instance.rateLimit = rateLimit.text }
    }

    private static func couponPassword(_ text: String) throws -> Instance.CouponPassword {
        guard let value = Instance.CouponPassword(rawValue: text) else {
            throw ValidationError("give code or empty")
        }
        return value
    }

    private static func devicePolicy(_ text: String) throws -> DevicePolicy {
        guard let policy = DevicePolicy(text: text) else {
            throw ValidationError("give first_device, newest_wins, or shared:N with N from 2 to 100")
        }
        return policy
    }

    private static func rateLimit(_ text: String) throws -> RateLimit {
        if text == "none" { return RateLimit(text: nil) }
        let isPlausible = text.first?.isNumber == true && text.allSatisfy { "0123456789kMG/ ".contains($0) }
        guard isPlausible else { throw ValidationError("give upload/download as 5M/20M, or none") }
        return RateLimit(text: text)
    }
}
