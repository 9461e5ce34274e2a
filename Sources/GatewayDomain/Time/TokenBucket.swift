/// How much of something may happen: so much at once, and so much a minute in the long run.
///
/// A value that is asked with the time, and tells how long to wait when it is empty.
public struct TokenBucket: Hashable, Sendable {
    private let perMinute: Int
    /// What is left, in thousandths of a minute's share of one: whole numbers, so that nothing is lost in rounding.
    private var level: Int64
    private var filledAt: Timestamp

    /// A full bucket.
    ///
    /// - Parameters:
    ///   - perMinute: how much a minute, and how much at once; at least 1.
    ///   - now: the time.
    public init(perMinute: Int, at now: Timestamp) {
        self.perMinute = perMinute
        level = Int64(perMinute) * Self.minute
        filledAt = now
    }

    /// Milliseconds of a minute: what one costs.
    private static let minute: Int64 = 60_000

    /// Takes one.
    ///
    /// - Parameter now: the time; a clock that was set back fills nothing.
    /// - Returns: nil when there was one, else how long it takes until there is.
    public mutating func take(at now: Timestamp) -> Duration? {
        fill(at: now)
        guard level < Self.minute else {
            level -= Self.minute
            return nil
        }
        let missing = Self.minute - level
        return .milliseconds((missing + Int64(perMinute) - 1) / Int64(perMinute))
    }

    /// Takes more of what is not there, when it is known only afterwards how much it was: who comes next waits for it.
    ///
    /// - Parameter count: how much; at least 0.
    public mutating func charge(_ count: Int) {
        level -= Int64(count) * Self.minute
    }

    /// Whether nothing was taken for so long that it makes no difference whether anybody remembers.
    ///
    /// - Parameter now: the time.
    /// - Returns: true when it is as good as a new one.
    public func isFull(at now: Timestamp) -> Bool {
        var filled = self
        filled.fill(at: now)
        return filled.level == Int64(perMinute) * Self.minute
    }

    /// Whether more is left in this one.
    ///
    /// - Parameters:
    ///   - other: another one of the same rate.
    ///   - now: the time.
    /// - Returns: true when it holds more than the other.
    public func isFuller(than other: TokenBucket, at now: Timestamp) -> Bool {
        var (this, that) = (self, other)
        this.fill(at: now)
        that.fill(at: now)
        return this.level > that.level
    }

    private mutating func fill(at now: Timestamp) {
        let (perMinute, full) = (Int64(perMinute), Int64(perMinute) * Self.minute)
        // No longer than it takes to fill it: the numbers stay small.
        let longest = (full - level + perMinute - 1) / perMinute
        let elapsed = min(max(0, now.milliseconds - filledAt.milliseconds), longest)
        level = min(full, level + elapsed * perMinute)
        filledAt = now
    }
}
