import GatewayDomain
import GatewayHTTP
import GatewayStore

/// How a device is doing, for people and programs.
struct DeviceStatusView {
    /// How a device is doing, in one word or two.
    enum State: String {
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
    let status: DeviceStatus
    /// The time.
    let now: Timestamp

    /// How it is doing.
    var state: State {
        if status.isPaused { return .paused }
        if status.failingSince != nil { return .failing }
        switch status.lastRun?.outcome {
        case .refused: return .heldBack
        case .partial: return .partial
        default: break
        }
        guard status.lastSuccessAt != nil else { return .new }
        if status.lastRun?.obstacle != nil { return .blocked }
        return status.revisionLag > 0 ? .pending : .synced
    }

    /// How long ago it last answered.
    var lastSeen: String {
        guard let time = status.lastSuccessAt else { return "never" }
        let seconds = max(0, (now - time).components.seconds)
        return seconds < 2 ? "now" : "\(DurationArgument(seconds: seconds).text) ago"
    }

    /// What is the matter and what to do, or nothing.
    var advice: String {
        let insecure = status.device.trust == .anonymous ? "INSECURE: give it a certificate and pin it. " : ""
        switch state {
        case .new, .pending:
            return insecure + (status.hasPendingPush ? "a push is under way" : "waits for a push")
        case .paused: return insecure + "site resume \(status.siteName.shellQuoted) lets it be written"
        case .failing: return insecure + (status.failure ?? "")
        case .heldBack, .partial, .blocked: return insecure + (status.lastRun?.obstacle ?? "")
        case .synced: return insecure
        }
    }

    /// One JSON object.
    var json: JSON {
        DeviceView(device: status.device).json.with([
            "site_name": .string(status.siteName),
            "state": .string(state.rawValue),
            "last_success_at": .time(status.lastSuccessAt),
            "failing_since": .time(status.failingSince),
            "failure": .string(status.failure ?? status.lastRun?.failure),
            "last_run": status.lastRun.map { RunView(run: $0).json } ?? .null,
            "pending_changes": .boolean(status.revisionLag > 0),
            "pending_push": .boolean(status.hasPendingPush),
        ])
    }
}
