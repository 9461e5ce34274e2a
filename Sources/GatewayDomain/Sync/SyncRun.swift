/// One look at one device, and what came of it.
public struct SyncRun: Hashable, Sendable {
    /// The identity of a run.
    public typealias ID = Identifier<SyncRun>

    /// Why the device was looked at.
    public enum Trigger: String, Hashable, Sendable, CaseIterable {
        /// Something changed in the store.
        case change
        /// Somebody asked for it.
        case push
        /// A time came: an expiry, the end of a session.
        case due
        /// The regular cheap look.
        case look
        /// The regular full comparison, also the first one after connecting.
        case audit
        /// A guest logged in.
        case login
    }

    /// What a run may do.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// Compare, and write what differs.
        case push
        /// Compare only.
        case plan
    }

    /// How a run ended.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// Nothing to do: the device is as it should be.
        case unchanged
        /// Written, read back, and as it should be.
        case converged
        /// Only planned, as was asked.
        case planned
        /// Written, but something still differs; the next run goes on.
        case partial
        /// Held back: see the plan's refusal.
        case refused
        /// Ended by an error: see `failure`.
        case failed
    }

    /// Its identity.
    public var id: ID
    /// The device.
    public var device: Device.ID
    /// Why.
    public var trigger: Trigger
    /// What it may do.
    public var mode: Mode
    /// When it began.
    public var startedAt: Timestamp
    /// When it ended.
    public var finishedAt: Timestamp
    /// How it ended.
    public var outcome: Outcome
    /// What was planned, as people read it.
    public var plan: PlanDocument?
    /// The digest of what was left to do when the run ended: what somebody who confirms the request that it answers confirms.
    ///
    /// Of a run that nobody asked for it is that of a plan that came to nothing, by which the same plan is known again. Nil where nobody knows
    /// what is left.
    public var planDigest: PlanDigest?
    /// Which error ended it, and what to do: one line without secrets.
    public var failure: String?
    /// What kind of error that was; nil without one.
    public var failureLabel: FailureLabel?
    /// What was really compared, which may be more than was asked for; nil for a cheap look that found nothing.
    ///
    /// It is not kept: what follows from it is.
    public var compared: Scope?

    /// What the error is, without what to do about it.
    public var failureMatter: String {
        let text = failure ?? ""
        guard let remedy = failureLabel?.remedy, text.hasSuffix(": " + remedy) else { return text }
        return String(text.dropLast(remedy.count + 2))
    }

    /// Makes the record of a run.
    ///
    /// - Parameters:
    ///   - id: its identity.
    ///   - device: the device.
    ///   - trigger: why.
    ///   - mode: what it might do.
    ///   - startedAt: when it began.
    ///   - finishedAt: when it ended.
    ///   - outcome: how it ended.
    ///   - plan: what was planned.
    ///   - failure: which error ended it.
    public init(
        id: ID,
        device: Device.ID,
        trigger: Trigger,
        mode: Mode,
        startedAt: Timestamp,
        finishedAt: Timestamp,
        outcome: Outcome,
        plan: PlanDocument?,
        failure: String?
    ) {
        self.id = id
        self.device = device
        self.trigger = trigger
        self.mode = mode
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.outcome = outcome
        self.plan = plan
        self.planDigest = nil
        self.failure = failure
        self.failureLabel = nil
        self.compared = nil
    }
}
