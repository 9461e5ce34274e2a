/// For how long a router's clock has been going as it goes now: what its times from before are worth nobody can say.
///
/// Each reading is held against the one before it. Between two of them that agree, with no start of the router in between, the
/// clock was left alone as far as can be told; otherwise it was set at some time that nobody knows.
public struct RouterClockSpan: Hashable, Sendable {
    /// How far the clocks of two readings may disagree, in seconds: answers take their time, and clocks drift.
    public static let driftSecondsMaximum: Int64 = 30

    /// How far the clock was ahead of ours at the last reading, in seconds.
    public var errorSeconds: Int64
    /// Behind which moment, by our clock, a time that the router's clock showed can be turned into one of ours.
    public var since: Timestamp
    /// When it was last read.
    public var checkedAt: Timestamp

    /// Describes what is on record.
    ///
    /// - Parameters:
    ///   - errorSeconds: how far the clock was ahead of ours at the last reading.
    ///   - since: behind which moment its times can be believed.
    ///   - checkedAt: when it was last read.
    public init(errorSeconds: Int64, since: Timestamp, checkedAt: Timestamp) {
        self.errorSeconds = errorSeconds
        self.since = since
        self.checkedAt = checkedAt
    }

    /// What is known after another reading.
    ///
    /// - Parameters:
    ///   - clock: the reading.
    ///   - previous: what was known before; nil when the clock was never read.
    public init(_ clock: RouterTime, after previous: RouterClockSpan?) {
        errorSeconds = clock.aheadSeconds
        checkedAt = clock.readAt
        since = clock.readAt
        guard let previous else { return }
        let step = previous.errorSeconds - clock.aheadSeconds
        if step.magnitude <= Self.driftSecondsMaximum {
            // A start in between may have brought any time for a while.
            // One that was read within moments of its start may seem to have started since: then its times are unknown, and not wrong.
            if let bootedAt = clock.bootedAt, bootedAt <= previous.checkedAt { since = previous.since }
        } else if step > 0, step <= Self.stepSecondsMaximum {
            // Set back: for so long, what is written now looks like what was written before.
            since = clock.readAt + .seconds(step)
        }
    }

    /// Whether another reading says nothing that is worth a write.
    ///
    /// - Parameter other: what is known after it.
    /// - Returns: true for less than an hour, as long as nothing changed.
    public func covers(_ other: RouterClockSpan) -> Bool {
        since == other.since && other.checkedAt - checkedAt < .seconds(3600)
            && (errorSeconds - other.errorSeconds).magnitude < 5
    }

    /// After a larger step no line from before can be taken for one that is written now.
    private static let stepSecondsMaximum: Int64 = 30 * 86_400
}
