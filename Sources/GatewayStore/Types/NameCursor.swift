public import GatewayDomain

/// Where a page of a list by name ended: name and id of its last element.
public struct NameCursor: PageCursor {
    /// The name.
    public var name: String
    /// The id, which tells apart what bears the same name.
    public var id: String

    /// The place right after a site.
    ///
    /// - Parameter site: the site.
    public init(after site: Site) {
        name = site.name
        id = site.id.rawValue
    }

    /// The place right after a named account.
    ///
    /// - Parameter user: the account.
    public init(after user: HotspotUser) {
        name = user.name
        id = user.id.rawValue
    }

    /// The place right after a device, in a list by the names of sites.
    ///
    /// - Parameter status: the device with the name of its site.
    public init(after status: DeviceStatus) {
        name = status.siteName
        id = status.device.id.rawValue
    }

    /// Name and id.
    public var keys: [String] { [name, id] }

    /// Reads name and id.
    ///
    /// - Parameter keys: what ``keys`` told; nil comes of anything else.
    public init?(keys: [String]) {
        guard keys.count == 2 else { return nil }
        name = keys[0]
        id = keys[1]
    }
}
