public import GatewayDomain

/// How the devices of a site are doing together, as programs read it.
public struct SiteHealthView {
    private let health: SiteHealth

    /// Shows how they are doing.
    ///
    /// - Parameter health: how they are doing.
    public init(health: SiteHealth) {
        self.health = health
    }

    /// One JSON object; without devices there is no state.
    public var json: JSON {
        [
            "devices": .integer(Int64(health.deviceCount)),
            "attention": .integer(Int64(health.attentionCount)),
            "insecure": .integer(Int64(health.insecureCount)),
            "state": .string(health.worst?.state.condition.rawValue),
            "since": .time(health.worst?.state.since),
            "why": .string(health.worst?.state.why),
            "remedy": .string(health.worst?.remedy),
        ]
    }
}
