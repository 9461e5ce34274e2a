/// A guest who is logged in: a row of `/ip/hotspot/active`.
public struct ObservedSession: Hashable, Sendable {
    /// Its id in this reading.
    public var id: String
    /// The hotspot user.
    public var user: String
    /// The guest's device, upper case with colons.
    public var macAddress: String?
    /// The guest's address.
    public var address: String?
    /// The hotspot server.
    public var server: String?
    /// When the session began by our clock, counted back by its age; nil when nobody knows.
    ///
    /// Right to a second or two, since its age is told in whole seconds.
    public var startedAt: Timestamp?
    /// How long the session has lasted, in seconds.
    public var uptimeSeconds: Int64
    /// Bytes sent by the guest in this session.
    public var bytesIn: Int64
    /// Bytes received by the guest in this session.
    public var bytesOut: Int64

    /// Makes a session that has just begun.
    ///
    /// - Parameters:
    ///   - id: its id in this reading.
    ///   - user: the hotspot user.
    public init(id: String, user: String) {
        self.id = id
        self.user = user
        self.macAddress = nil
        self.address = nil
        self.server = nil
        self.startedAt = nil
        self.uptimeSeconds = 0
        self.bytesIn = 0
        self.bytesOut = 0
    }

    /// Whether a user of this server may have begun the session; nil stands for all servers.
    ///
    /// - Parameter server: the server that a user belongs to.
    /// - Returns: true also when nobody knows by which server the guest came.
    public func isServed(by server: String?) -> Bool {
        server == nil || self.server == nil || server == self.server
    }

    /// Whether this is a session that was seen before, now or some time later, and not one of whoever has its address since.
    ///
    /// A router tells a session by the guest's address, which the next guest may get.
    ///
    /// - Parameter earlier: the session as it was seen before.
    /// - Returns: true when it is the same guest's, and no younger.
    public func isSame(as earlier: ObservedSession) -> Bool {
        id == earlier.id && user == earlier.user && macAddress == earlier.macAddress
            && uptimeSeconds >= earlier.uptimeSeconds
    }
}
