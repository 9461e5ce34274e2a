import GatewayDomain
public import GatewayStore

/// How a whole fleet is doing, as programs read it.
public struct FleetSummaryView {
    /// The figures.
    public let summary: FleetSummary

    /// Shows figures.
    ///
    /// - Parameter summary: the figures.
    public init(summary: FleetSummary) {
        self.summary = summary
    }

    /// One JSON object; every condition is in it, also with 0.
    public var json: JSON {
        [
            "devices": .integer(Int64(summary.deviceCount)),
            "sites": .integer(Int64(summary.siteCount)),
            "attention": .integer(Int64(summary.attentionCount)),
            "states": counts(summary.states, of: DeviceCondition.allCases.filter(\.isState)),
            "conditions": counts(summary.conditions, of: DeviceCondition.allCases),
        ]
    }

    private func counts(_ counts: [DeviceCondition: Int], of conditions: [DeviceCondition]) -> JSON {
        .object(conditions.map { JSON.Member(name: $0.rawValue, value: .integer(Int64(counts[$0] ?? 0))) })
    }
}
