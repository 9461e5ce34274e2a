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
        self.uptimeSeconds = 0
        self.bytesIn = 0
        self.bytesOut = 0
    }
}
