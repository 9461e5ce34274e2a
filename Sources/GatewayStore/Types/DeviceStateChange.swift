public import GatewayDomain

/// A state that a device came into.
public struct DeviceStateChange: Hashable, Sendable {
    /// The state.
    public var state: DeviceCondition
    /// When the device came into it.
    public var at: Timestamp
    /// Why, in one line.
    public var why: String
}
