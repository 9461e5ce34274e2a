/// What came of sending an event to a webhook once.
public struct DeliveryAttempt: Hashable, Sendable {
    /// How it ended.
    public enum Result: Hashable, Sendable {
        /// The receiver answered, and perhaps said how many seconds it wants to be left alone.
        case answered(status: Int, retryAfterSeconds: Int64?)
        /// There was no answer; the text says why.
        case failed(String)
    }

    /// When it began.
    public var startedAt: Timestamp
    /// How long it took.
    public var took: Duration
    /// How it ended.
    public var result: Result

    /// Describes an attempt.
    ///
    /// - Parameters:
    ///   - startedAt: when it began.
    ///   - took: how long it took.
    ///   - result: how it ended.
    public init(startedAt: Timestamp, took: Duration, result: Result) {
        self.startedAt = startedAt
        self.took = took
        self.result = result
    }
}

/// What follows from an attempt to deliver an event.
public enum DeliveryVerdict: Hashable, Sendable {
    /// The receiver has it.
    case delivered
    /// It is tried again then.
    case retry(at: Timestamp)
    /// It is not tried again unless somebody asks for it.
    case givenUp
    /// The receiver wants nothing more, of this event or any other.
    case gone
}

/// When and how often an event is sent to a webhook.
///
/// As the Standard Webhooks specification 1.0.0 suggests: 2xx is success and everything else is not, redirects included; 410 is a wish
/// to be left alone for good; `Retry-After` is respected.
public enum DeliveryRules {
    /// For so long is an event tried.
    public static let lifetime: Duration = .seconds(24 * 3600)
    /// How long is waited after the first attempt; doubled with each that follows.
    public static let firstDelay: Duration = .seconds(5)
    /// The longest wait, before chance; also the longest that a receiver may ask for.
    public static let longestDelay: Duration = .seconds(3600)
    /// By which share a wait is lengthened or shortened by chance, so that what failed together does not come together again.
    public static let jitterShare = 0.2
    /// No attempt lies further ahead: one that does was set before the clock was, and is due.
    public static let farthest: Duration = longestDelay * (1 + jitterShare)

    /// Decides what follows from an attempt.
    ///
    /// - Parameters:
    ///   - attempt: the attempt.
    ///   - tries: how many there were since `tryingSince`, with this one.
    ///   - tryingSince: when the first of them was due.
    ///   - now: the time.
    ///   - generator: where chance comes from.
    /// - Returns: what follows.
    public static func verdict(
        on attempt: DeliveryAttempt.Result,
        tries: Int,
        tryingSince: Timestamp,
        now: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) -> DeliveryVerdict {
        var wanted = Duration.zero
        if case .answered(let status, let seconds) = attempt {
            if (200..<300).contains(status) { return .delivered }
            if status == 410 { return .gone }
            wanted = min(.seconds(max(0, seconds ?? 0)), longestDelay)
        }
        // Beyond 2^10 every wait is the longest.
        let doubled = firstDelay * (1 << min(max(tries - 1, 0), 10))
        let share = 1 + Double.random(in: -jitterShare...jitterShare, using: &generator)
        let next = now + max(min(doubled, longestDelay) * share, wanted)
        return next <= tryingSince + lifetime ? .retry(at: next) : .givenUp
    }
}
