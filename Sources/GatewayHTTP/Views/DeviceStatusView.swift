import GatewayDomain
public import GatewayStore

/// How a device is doing, for people and programs.
public struct DeviceStatusView {
    /// How a device is doing, in one word or two.
    public enum State: String, Sendable, CaseIterable {
        /// Nothing was done with it yet.
        case new
        /// It is as it should be.
        case synced
        /// The store has changed since; it will be brought into line.
        case pending
        /// The last run failed.
        case failing
        /// The last plan was refused.
        case heldBack = "held back"
        /// Something still differs.
        case partial
        /// Not all that it should hold can be pushed: a conflict, or a finding.
        case blocked
        /// Its site is paused.
        case paused
    }

    /// The status.
    public let status: DeviceStatus

    /// Shows a status.
    ///
    /// - Parameter status: the status.
    public init(status: DeviceStatus) {
        self.status = status
    }

    /// How it is doing.
    public var state: State {
        if status.isPaused { return .paused }
        if status.failingSince != nil { return .failing }
        switch status.lastRun?.outcome {
        case .refused where status.lastRun?.onlyCameTooLate == true:
            return status.revisionLag > 0 ? .pending : .synced
        case .refused: return .heldBack
        case .partial: return .partial
        default: break
        }
        guard status.lastSuccessAt != nil else { return .new }
        if status.lastRun?.obstacle != nil { return .blocked }
        return status.revisionLag > 0 ? .pending : .synced
    }

    /// One JSON object.
    public var json: JSON {
        DeviceView(device: status.device).json.with(["site_name": .string(status.siteName)]).with(statusJSON)
    }

    /// One JSON object without what is known of the device itself.
    public var statusJSON: JSON {
        [
            "state": .string(state.rawValue),
            "last_success_at": .time(status.lastSuccessAt),
            "failing_since": .time(status.failingSince),
            "failure": .string(status.failure ?? status.lastRun?.failure),
            "last_run": status.lastRun.map { RunView(run: $0).json } ?? .null,
            "pending_changes": .boolean(status.revisionLag > 0),
            "pending_push": .boolean(status.hasPendingPush),
            "clock_error_seconds": .number(status.clock?.errorSeconds),
        ]
    }
}
