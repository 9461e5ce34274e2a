/// What the database knows in figures, for monitoring.
public struct StoreFigures: Hashable, Sendable {
    /// How the fleet is doing.
    public var fleet: FleetSummary
    /// How many coupons were redeemed.
    public var redemptionCount: Int
    /// For how many devices a push was asked for that is not done.
    public var waitingPushCount: Int
    /// How many events wait to be delivered to a webhook.
    public var waitingDeliveryCount: Int
}
