/// What lets a guest's device come back without its code: a row of `/ip/hotspot/cookie`.
public struct ObservedCookie: Hashable, Sendable {
    /// Its id in this reading.
    public var id: String
    /// The hotspot user.
    public var user: String
    /// The guest's device, upper case with colons.
    public var macAddress: String?

    /// Makes a cookie.
    ///
    /// - Parameters:
    ///   - id: its id in this reading.
    ///   - user: the hotspot user.
    ///   - macAddress: the guest's device.
    public init(id: String, user: String, macAddress: String?) {
        self.id = id
        self.user = user
        self.macAddress = macAddress
    }
}
