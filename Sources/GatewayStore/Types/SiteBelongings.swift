/// What goes with a site when it is removed.
public struct SiteBelongings: Hashable, Sendable {
    /// Hotspot users.
    public var userCount: Int
    /// Entries of its walled garden.
    public var gardenCount: Int
    /// Devices, which have to be removed first.
    public var deviceCount: Int
}
