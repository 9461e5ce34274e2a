public import GatewayDomain

/// A link to the valid coupons of a schedule: whoever has it needs no other proof, until it runs out.
public struct CouponLink: Hashable, Sendable {
    /// How long a link is good for, as the portal's API says.
    public static let lifetime: Duration = .seconds(86_400)

    /// The schedule.
    public var schedule: CouponSchedule.ID
    /// From when on the link is refused, in seconds since 1970 in UTC.
    public var expires: Int64
    /// What proves that the gateway made the link: 64 hexadecimal digits in lower case.
    public var signature: String

    /// The three parameters, as they stand behind the `?` of a URL.
    public var query: String { "sid=\(schedule)&expires=\(expires)&signature=\(signature)" }
}

/// What somebody's link is worth.
public enum CouponLinkVerdict: Hashable, Sendable {
    /// The gateway made it, and it is still good.
    case valid(CouponSchedule.ID)
    /// The gateway made it, but too long ago.
    case expired
    /// The gateway did not make it, or somebody changed it.
    case invalid
}
