import GatewayDomain
import Synchronization

/// Counts what a process tried to deliver to webhooks, by what came of it.
public final class DeliveryTally: Sendable {
    /// What came of a try: a constant of a bounded set.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// It was taken.
        case delivered
        /// It is tried again later.
        case retry
        /// It is not tried again.
        case givenUp = "given_up"
        /// The webhook wants nothing more.
        case gone
    }

    private let counted = Mutex<[Outcome: Int]>([:])

    /// Counts from nothing.
    public init() {}

    /// What was counted so far.
    public var figures: [Outcome: Int] { counted.withLock { $0 } }

    /// Counts a try.
    func note(_ outcome: Outcome) {
        counted.withLock { $0[outcome, default: 0] += 1 }
    }
}
