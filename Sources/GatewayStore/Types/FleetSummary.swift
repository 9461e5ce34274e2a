public import GatewayDomain

/// How many devices there are, and for how many of them what holds.
public struct FleetSummary: Hashable, Sendable {
    /// How many devices there are.
    public var deviceCount = 0
    /// How many sites have any.
    public var siteCount = 0
    /// How many need somebody.
    public var attentionCount = 0
    /// How many are in each state; together they are all.
    public var states: [DeviceCondition: Int] = [:]
    /// For how many each condition holds, beside their state or as it.
    public var conditions: [DeviceCondition: Int] = [:]
}
