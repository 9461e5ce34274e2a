/// A user profile as it should be.
///
/// The menu knows no `comment`, so the name is the mark: `gg-<gateway id>-<short id>`. A rate limit is a property of profiles only, so a
/// coupon with a speed of its own needs a variant of its instance's profile, whose name has the rate limit as its last part.
public struct DesiredProfile: Hashable, Sendable {
    /// `gg-<gateway id>-<short id>`, with `-<rate limit>` for a variant.
    public var name: String
    /// How long one session lasts, and how long a device is remembered, in seconds.
    public var sessionSeconds: Int64
    /// How many devices may share one user at a time.
    public var sharedUsers: Int
    /// A rate limit in RouterOS form; empty for none.
    public var rateLimit: String
    /// How long a silent device stays logged in, in seconds: long enough for a phone in a pocket.
    public var keepaliveSeconds: Int64

    /// Long enough that a sleeping phone is not logged out, short enough that a guest who left is noticed.
    ///
    /// The router's own default of two minutes logs a sleeping phone out (manual, hotspot user profile).
    public static let keepaliveSecondsDefault: Int64 = 3600

    /// The name of an instance's profile.
    ///
    /// - Parameters:
    ///   - gateway: whose profile it is.
    ///   - instance: the instance.
    /// - Returns: `gg-<gateway id>-<short id>`.
    public static func name(gateway: GatewayID, instance: Instance.ID) -> String {
        namePrefix(of: gateway) + instance.short
    }

    /// The name of the variant of an instance's profile that has a rate limit of its own.
    ///
    /// Two rate limits have the same name only where they mean the same, and whoever reads the router's list sees the speed:
    /// `5M/20M` makes `gg-a1b2-11111111-5M-20M`.
    ///
    /// - Parameters:
    ///   - gateway: whose profile it is.
    ///   - instance: the instance.
    ///   - rateLimit: the rate limit, as ``Coupon/rateLimit`` holds it.
    /// - Returns: `gg-<gateway id>-<short id>-<suffix>`.
    public static func name(gateway: GatewayID, instance: Instance.ID, rateLimit: String) -> String {
        let suffix = RateLimitRule.canonical(rateLimit).map { character -> Character in
            switch character {
            case "/": "-"
            case " ": "_"
            default: character
            }
        }
        return name(gateway: gateway, instance: instance) + variantSeparator + String(suffix)
    }

    /// Whether a name is this profile's, or that of one of its variants.
    ///
    /// - Parameters:
    ///   - name: the name of a profile on a router.
    ///   - base: the name of an instance's own profile.
    /// - Returns: true when a user who has it is a guest of that instance.
    static func isName(_ name: String, of base: String) -> Bool {
        name == base || name.hasPrefix(base + variantSeparator)
    }

    private static let variantSeparator = "-"

    /// The variant of this profile, an instance's own one, that has another rate limit.
    ///
    /// - Parameters:
    ///   - rateLimit: the rate limit.
    ///   - gateway: whose profile it is.
    ///   - instance: the instance.
    /// - Returns: the same profile with another name and rate limit.
    func variant(rateLimit: String, gateway: GatewayID, instance: Instance.ID) -> DesiredProfile {
        var variant = self
        variant.name = Self.name(gateway: gateway, instance: instance, rateLimit: rateLimit)
        variant.rateLimit = RateLimitRule.canonical(rateLimit)
        return variant
    }

    /// What the names of all profiles of a gateway begin with.
    ///
    /// - Parameter gateway: whose profiles they are.
    /// - Returns: `gg-<gateway id>-`.
    public static func namePrefix(of gateway: GatewayID) -> String { "gg-\(gateway)-" }

    /// Makes a profile.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - sessionSeconds: how long a session lasts.
    ///   - sharedUsers: how many devices may share a user.
    ///   - rateLimit: a rate limit; empty for none.
    public init(name: String, sessionSeconds: Int64, sharedUsers: Int, rateLimit: String) {
        self.name = name
        self.sessionSeconds = sessionSeconds
        self.sharedUsers = sharedUsers
        self.rateLimit = rateLimit
        self.keepaliveSeconds = Self.keepaliveSecondsDefault
    }
}
