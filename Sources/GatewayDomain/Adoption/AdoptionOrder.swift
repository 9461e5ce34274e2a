/// Which foreign users somebody wants to take over, and as what.
public struct AdoptionOrder: Hashable, Sendable, Codable {
    /// What foreign users become.
    public enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
        /// A coupon where there is a limit or a sign of a voucher, a named account else.
        case auto
        /// Coupons.
        case coupons
        /// Named accounts.
        case users
    }

    /// Until when unused coupons can be redeemed unless somebody says otherwise, in minutes from now: a year.
    ///
    /// Other tools know no such end, and no paid code is to be lost.
    public static let minutesDefault: Int64 = 525_600

    /// Users of these profiles; empty for any.
    public var profiles: Set<String>
    /// Users of these names; empty for any.
    public var names: Set<String>
    /// Users whose comment begins with one of these; empty for any.
    public var commentPrefixes: Set<String>
    /// What they become.
    public var kind: Kind
    /// Until when unused coupons can be redeemed, in minutes from now.
    public var minutes: Int64

    /// Wants every foreign user.
    public init() {
        profiles = []
        names = []
        commentPrefixes = []
        kind = .auto
        minutes = Self.minutesDefault
    }

    /// Whether a user is among those that are wanted.
    ///
    /// - Parameter user: a user of a router.
    /// - Returns: true when every criterion that was given holds.
    public func selects(_ user: ObservedUser) -> Bool {
        (profiles.isEmpty || profiles.contains(user.profile)) && (names.isEmpty || names.contains(user.name))
            && (commentPrefixes.isEmpty || commentPrefixes.contains { user.comment.hasPrefix($0) })
    }
}
