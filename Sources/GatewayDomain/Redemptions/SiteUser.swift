/// A guest who got in at a site: a name that was let in there, with one session or more.
public struct SiteUser: Hashable, Sendable {
    /// The identity of a site user.
    public typealias ID = Identifier<SiteUser>

    /// Its identity.
    public var id: ID
    /// Where.
    public var site: Site.ID
    /// The instance that let the guest in.
    public var instance: Instance.ID
    /// The hotspot user's name: for a coupon, its code.
    public var name: String
    /// The coupon; nil for a named account.
    public var coupon: Coupon.ID?
    /// When the guest first got in.
    public var firstSeenAt: Timestamp
    /// When a session of the guest last began.
    public var lastSeenAt: Timestamp

    /// Puts one together.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - site: where.
    ///   - instance: the instance that let the guest in.
    ///   - name: the hotspot user's name.
    ///   - coupon: the coupon; nil for a named account.
    ///   - firstSeenAt: when the guest first got in.
    ///   - lastSeenAt: when a session of the guest last began.
    public init(
        id: ID,
        site: Site.ID,
        instance: Instance.ID,
        name: String,
        coupon: Coupon.ID?,
        firstSeenAt: Timestamp,
        lastSeenAt: Timestamp
    ) {
        self.id = id
        self.site = site
        self.instance = instance
        self.name = name
        self.coupon = coupon
        self.firstSeenAt = firstSeenAt
        self.lastSeenAt = lastSeenAt
    }
}
