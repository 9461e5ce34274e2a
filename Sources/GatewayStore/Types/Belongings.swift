/// What goes with an instance or a site when it is removed.
public struct Belongings: Hashable, Sendable {
    /// Sites that the instance serves; instances that serve the site.
    public var serviceCount: Int
    /// Coupons that somebody could still use: unused and active ones.
    ///
    /// None for a site, whose coupons are its instances'.
    public var couponCount: Int
    /// Hotspot users.
    public var userCount: Int
    /// Entries of the site's walled garden; none for an instance.
    public var gardenCount: Int
    /// Devices at the site, which have to be removed first; none for an instance.
    public var deviceCount: Int
}
