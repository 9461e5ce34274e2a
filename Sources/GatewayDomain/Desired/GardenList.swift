/// The two walled-garden menus of a router.
public enum GardenList: String, Hashable, Sendable, CaseIterable {
    /// `/ip/hotspot/walled-garden/ip`: addresses and plain host names. The only list that lets HTTPS through since 7.5.
    case address = "walled-garden/ip"
    /// `/ip/hotspot/walled-garden`: HTTP requests by host pattern, method and path.
    case request = "walled-garden"
}
