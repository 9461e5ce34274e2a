public import GatewayDomain
import Synchronization

/// Counts the runs of a process: how they ended, why they failed and how long they took.
public final class RunTally: Sendable {
    /// What was counted.
    public struct Figures: Hashable, Sendable {
        /// How many runs ended in each way.
        public internal(set) var outcomes: [SyncRun.Outcome: Int] = [:]
        /// How many failed for each kind of reason.
        public internal(set) var failures: [FailureLabel: Int] = [:]
        /// How long they took, by what they were for.
        public internal(set) var durations: [SyncRun.Trigger: DurationHistogram] = [:]
    }

    private let counted = Mutex(Figures())

    /// Counts from nothing.
    public init() {}

    /// What was counted so far.
    public var figures: Figures { counted.withLock { $0 } }

    /// Counts a run that ended.
    func note(_ run: SyncRun) {
        counted.withLock { figures in
            figures.outcomes[run.outcome, default: 0] += 1
            if run.outcome == .failed, let label = run.failureLabel { figures.failures[label, default: 0] += 1 }
            figures.durations[run.trigger, default: DurationHistogram()].note(run.finishedAt - run.startedAt)
        }
    }
}
