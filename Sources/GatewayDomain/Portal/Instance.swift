/// A captive portal's configuration: who gets in, for how long, and how codes are used.
public struct Instance: Hashable, Sendable {
    /// The identity of an instance.
    public typealias ID = Identifier<Instance>

    /// How long access may last, in seconds: 20 minutes to 7 days, the bounds of the portal's API.
    public static let sessionSecondsBounds: ClosedRange<Int64> = 1200...604_800

    /// How long a code may be.
    public static let codeLengthBounds: ClosedRange<Int> = 6...12

    /// How long a guest may take to log in elsewhere, in seconds: the bounds of the portal's API.
    public static let authWindowSecondsBounds: ClosedRange<Int64> = 120...900

    /// How long a guest may take to log in elsewhere unless somebody says otherwise, in seconds.
    public static let authWindowSecondsDefault: Int64 = 300

    /// How long the terms may be, in bytes of UTF-8.
    public static let termsBytesMaximum = 20_000

    /// How a guest proves who they are.
    public enum Strategy: String, Hashable, Sendable, CaseIterable {
        /// By a coupon's code.
        case coupon
        /// By an account elsewhere.
        ///
        /// Such an instance is kept as it is given, but its logins are not served yet: it puts nothing on routers, and takes neither
        /// coupons nor hotspot users.
        case oauth2
    }

    /// What a guest types beside the code.
    public enum CouponPassword: String, Hashable, Sendable, CaseIterable {
        /// The password equals the code; for login pages with one field that sends it twice.
        case code
        /// No password; for a router's stock login page, where the guest types the code as user name only.
        case empty
    }

    /// Its identity.
    public var id: ID
    /// A name for people; unique.
    public var name: String
    /// How a guest proves who they are.
    public var strategy: Strategy
    /// Where guests log in; there for the strategy `oauth2`, and only for that.
    public var authIntegration: AuthIntegration.ID?
    /// How long the walled garden opens so that a guest can log in elsewhere, in seconds; there for the strategy `oauth2`, and only
    /// for that.
    public var authWindowSeconds: Int64?
    /// What the portal's page looks like.
    public var theme: Theme
    /// What guests agree to; may have line breaks.
    public var termsText: String?
    /// How long access lasts after a coupon is redeemed (`session_ttl`), in seconds.
    public var sessionSeconds: Int64
    /// How many characters a new code has.
    public var codeLength: Int
    /// What a guest types beside the code.
    public var couponPassword: CouponPassword
    /// How many devices a code lets in, and which one wins.
    public var devicePolicy: DevicePolicy
    /// A rate limit in RouterOS form (`rx/tx`, rx is the client's upload), or nil for none.
    public var rateLimit: String?
    /// When it was made.
    public var createdAt: Timestamp

    /// Makes an instance with the defaults of a new one.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - name: a unique name.
    ///   - sessionSeconds: how long access lasts; 12 hours if not given.
    ///   - codeLength: characters of a code; 6 if not given.
    ///   - createdAt: when it was made.
    public init(
        id: ID,
        name: String,
        sessionSeconds: Int64 = 43_200,
        codeLength: Int = 6,
        createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.strategy = .coupon
        self.authIntegration = nil
        self.authWindowSeconds = nil
        self.theme = Theme()
        self.termsText = nil
        self.sessionSeconds = sessionSeconds
        self.codeLength = codeLength
        self.couponPassword = .code
        self.devicePolicy = .firstDevice
        self.rateLimit = nil
        self.createdAt = createdAt
    }
}

extension Instance {
    /// A site that the instance serves.
    public struct Place: Hashable, Sendable {
        /// The site.
        public var site: Site.ID
        /// The guests' subnets there; empty for the only hotspot server of a router.
        public var subnets: [Subnet]

        /// Says that the instance serves a site.
        ///
        /// - Parameters:
        ///   - site: the site.
        ///   - subnets: the guests' subnets there; may be empty.
        public init(site: Site.ID, subnets: [Subnet]) {
            self.site = site
            self.subnets = subnets
        }
    }

    /// Chooses how guests prove who they are, and drops or completes what hangs on that.
    ///
    /// - Parameters:
    ///   - strategy: how guests prove who they are.
    ///   - integration: where they log in; dropped unless the strategy is `oauth2`.
    ///   - windowSeconds: how long that may take, nil for the default; dropped likewise.
    public mutating func choose(_ strategy: Strategy, integration: AuthIntegration.ID?, windowSeconds: Int64?) {
        self.strategy = strategy
        switch strategy {
        case .coupon:
            authIntegration = nil
            authWindowSeconds = nil
        case .oauth2:
            authIntegration = integration
            authWindowSeconds = windowSeconds ?? Self.authWindowSecondsDefault
        }
    }

    /// The password that a coupon has on routers.
    ///
    /// - Parameter name: the coupon's name there.
    /// - Returns: the name once more, or nothing, as the instance says.
    func password(of name: String) -> String {
        switch couponPassword {
        case .code: name
        case .empty: ""
        }
    }

    /// Whether its logins are served: whether it puts anything on routers.
    public var isServed: Bool { strategy == .coupon }

    /// What is worth knowing about it, as sentences for people.
    public var notices: [String] {
        isServed ? [] : ["Logins of an oauth2 instance are not served yet: nothing of it is put on routers."]
    }

    /// Whether routers hold something else for this instance than for another state of it.
    ///
    /// - Parameter other: the other state.
    /// - Returns: whether their devices have to be compared; not so when only pages look different.
    public func concernsRouters(comparedWith other: Instance) -> Bool {
        name != other.name || strategy != other.strategy || sessionSeconds != other.sessionSeconds
            || couponPassword != other.couponPassword || devicePolicy != other.devicePolicy
            || rateLimit != other.rateLimit
    }

    /// Whether its login page looks different from that of another state of it.
    ///
    /// - Parameter other: the other state.
    /// - Returns: whether the routers that show the page have to be compared.
    public func concernsLoginPages(comparedWith other: Instance) -> Bool {
        theme != other.theme || termsText != other.termsText
    }
}
