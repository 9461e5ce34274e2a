import ArgumentParser
import GatewayDomain

/// Which users are taken over, and as what.
struct AdoptSelection: ParsableArguments {
    @Option(
        name: .customLong("profile"),
        help: ArgumentHelp("Users of this user profile. May be given several times.", valueName: "name")
    )
    var profiles: [String] = []

    @Option(
        name: .customLong("name"),
        help: ArgumentHelp("The user of this name. May be given several times.", valueName: "name")
    )
    var names: [String] = []

    @Option(
        name: .customLong("comment"),
        help: ArgumentHelp(
            "Users whose comment begins like this, as vc-. May be given several times.",
            valueName: "prefix"
        )
    )
    var comments: [String] = []

    @Flag(name: .customLong("all"), help: "Every user that is not the gateway's.")
    var isAll = false

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "What they become; auto makes coupons of what has a limit or looks like a voucher.",
            valueName: "auto|coupons|users"
        ),
        transform: Self.kind
    )
    var kind: AdoptionOrder.Kind?

    @Option(
        help: ArgumentHelp(
            "For how many minutes from now unused ones can be redeemed; \(AdoptionOrder.minutesDefault) (a year) if not given.",
            valueName: "n"
        )
    )
    var minutes: Int64?

    /// Whether somebody said which users are meant.
    var isGiven: Bool { isAll || !profiles.isEmpty || !names.isEmpty || !comments.isEmpty }

    /// The same as the rules take it.
    var order: AdoptionOrder {
        var order = AdoptionOrder()
        order.profiles = Set(profiles)
        order.names = Set(names)
        order.commentPrefixes = Set(comments)
        order.kind = kind ?? .auto
        order.minutes = minutes ?? AdoptionOrder.minutesDefault
        return order
    }

    mutating func validate() throws {
        let bounds = Coupon.minutesValidBounds
        if let minutes, !bounds.contains(minutes) {
            throw ValidationError(
                "--minutes \(minutes) is outside of \(bounds.lowerBound) to \(bounds.upperBound): say for how long they can be redeemed"
            )
        }
        guard !isAll || (profiles.isEmpty && names.isEmpty && comments.isEmpty) else {
            throw ValidationError("--all and --profile, --name or --comment contradict each other: give one of them")
        }
    }

    private static func kind(_ text: String) throws -> AdoptionOrder.Kind {
        guard let kind = AdoptionOrder.Kind(rawValue: text) else {
            throw ValidationError(
                "give one of \(AdoptionOrder.Kind.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        return kind
    }
}
