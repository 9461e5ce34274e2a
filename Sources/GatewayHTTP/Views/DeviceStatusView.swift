public import GatewayDomain
public import GatewayStore

/// How a device is doing, for people and programs.
public struct DeviceStatusView {
    /// The status.
    public let status: DeviceStatus
    /// Everything that holds, the state first.
    public let health: DeviceHealth

    /// Shows a status.
    ///
    /// - Parameter status: the status.
    public init(status: DeviceStatus) {
        self.status = status
        health = status.health
    }

    /// One JSON object.
    public var json: JSON {
        DeviceView(device: status.device).json.with(["site_name": .string(status.siteName)]).with(statusJSON)
    }

    /// One JSON object without what is known of the device itself.
    public var statusJSON: JSON {
        [
            "state": .string(health.state.condition.rawValue),
            "conditions": .list(health.conditions, Self.json),
            "last_success_at": .time(status.lastSuccessAt),
            "failing_since": .time(status.failingSince),
            "failure": .string(status.failure ?? status.lastRun?.failure),
            "failure_label": .string((status.failureLabel ?? status.lastRun?.failureLabel)?.rawValue),
            "last_run": status.lastRun.map { RunView(run: $0).json } ?? .null,
            "pending_changes": .boolean(status.revisionLag > 0),
            "pending_push": .boolean(status.hasPendingPush),
            "clock_error_seconds": .number(status.clock?.errorSeconds),
        ]
    }

    private static func json(_ note: ConditionNote) -> JSON {
        [
            "condition": .string(note.condition.rawValue),
            "since": .time(note.since),
            "why": .string(note.why),
            "remedy": .string(note.remedy),
        ]
    }
}
