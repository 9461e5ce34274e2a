public import GatewayDomain

/// A complete reading of who is logged in on a device, with all users or with some: whoever is not on it is out.
public struct ActiveListReading: Hashable, Sendable {
    /// The device.
    public var device: Device.ID
    /// When the reading began.
    public var readAt: Timestamp

    /// The users that were asked for; nil when all were.
    public var users: Set<String>?

    /// Says that a list was read as a whole.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - readAt: when the reading began.
    public init(device: Device.ID, readAt: Timestamp) {
        self.device = device
        self.readAt = readAt
        users = nil
    }
}
