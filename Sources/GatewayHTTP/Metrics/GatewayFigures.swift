public import GatewaySync

/// Where the figures of this process come from that no database keeps.
public struct GatewayFigures: Sendable {
    /// The runs; nil where this process makes none.
    public var runs: RunTally?
    /// What was delivered to webhooks; nil where this process delivers nothing.
    public var deliveries: DeliveryTally?
    /// What the sync is doing right now; nil where this process does not sync.
    public var sync: (@Sendable () -> SyncFigures)?

    /// Knows of nothing.
    public init() {}
}
