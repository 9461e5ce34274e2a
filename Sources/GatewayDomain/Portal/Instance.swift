/// A captive portal's configuration: who gets in, for how long, and how codes are used.
public struct Instance: Hashable, Sendable {
    /// The identity of an instance.
    public typealias ID = Identifier<Instance>

    /// How long access may last, in seconds: 20 minutes to 7 days, the bounds of the portal's API.
    public static let sessionSecondsBounds: ClosedRange<Int64> = 1200...604_800

    /// How long a code may be.
    public static let codeLengthBounds: ClosedRange<Int> = 6...12

    /// How a guest proves who they are.
    public enum Strategy: String, Hashable, Sendable, CaseIterable {
        /// By a coupon's code.
        case coupon
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
        self.sessionSeconds = sessionSeconds
        self.codeLength = codeLength
        self.couponPassword = .code
        self.devicePolicy = .firstDevice
        self.rateLimit = nil
        self.createdAt = createdAt
    }
}
