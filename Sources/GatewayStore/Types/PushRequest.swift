public import GatewayDomain

/// A wish to push to, or to plan, every device of a site now, and what came of it.
///
/// It is also the plan that it showed: its id is what somebody confirms.
public struct PushRequest: Hashable, Sendable {
    /// The identity of a request.
    public typealias ID = Identifier<PushRequest>

    /// How far it is.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Some device is not through yet.
        case pending
        /// Every device is through, well or not.
        case done
        /// Nobody took it in time, or who did stopped in the middle; nothing more will come of it.
        case expired
    }

    /// Its identity, also as a plan.
    public var id: ID
    /// The site.
    public var site: Site.ID
    /// Whether devices are written.
    public var mode: SyncRun.Mode
    /// Foreign users that become ours.
    public var adoptedNames: Set<String>
    /// Whether nothing waits for a window of the site.
    public var ignoresWindow: Bool
    /// The plan that it confirms, or nil.
    public var confirms: ID?
    /// When it was asked for.
    public var requestedAt: Timestamp
    /// How far it is.
    public var state: State
    /// What came of it so far: at most one run for each device, by host.
    public var runs: [SyncRun]

    /// Whether there is something to confirm: a plan that was only shown, or that a device held back until then.
    public var canBeConfirmed: Bool {
        state == .done
            && runs.contains { run in
                switch run.outcome {
                case .planned, .refused: run.plan?.lines.contains { $0.sign != "!" } == true && !run.isRefusedForGood
                case .unchanged, .converged, .partial, .failed: false
                }
            } && runs.allSatisfy { $0.planDigest != nil }
    }
}

extension SyncRun {
    /// Whether the plan was held back for a reason that nobody can confirm away.
    fileprivate var isRefusedForGood: Bool { plan?.refusalCode.map { !$0.canBeConfirmed } ?? false }
}

/// What somebody asks of a site's devices.
public enum PushOrder: Hashable, Sendable {
    /// Compare only; `adopting` names foreign users that would become ours, `now` shows also what waits for a window of the site.
    case plan(adopting: Set<String> = [], now: Bool = false)
    /// Compare, and write what differs; `adopting` names foreign users that become ours, and with `now` nothing waits for a window.
    case push(adopting: Set<String> = [], now: Bool = false)
    /// Apply exactly what this request showed, whatever it removes, or nothing.
    case confirm(PushRequest.ID)

    /// Whether devices are written.
    public var mode: SyncRun.Mode {
        switch self {
        case .plan: .plan
        case .push, .confirm: .push
        }
    }
}
