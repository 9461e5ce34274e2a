/// What a machine's clock shows, and between which moments the time lies when that cannot be believed.
///
/// When in doubt the guest stays: what ends by time ends by the ``earliest`` moment. What happens is recorded by the ``steady`` one, so that
/// it stays in its order, and one login is one, however often the clock is set and put right.
public struct ClockReading: Hashable, Sendable {
    /// What the clock shows.
    public var shown: Timestamp
    /// What it would show if nobody had set it.
    public var steady: Timestamp
    /// It is not earlier than this.
    public var earliest: Timestamp
    /// What it shows, or would show, whichever is later: until then whoever waits for a moment of either time has waited.
    public var latest: Timestamp { max(shown, steady) }
    /// Why ``shown`` is not believed; nil when it is, and then all three are the same.
    public var doubt: ClockDoubt?
    /// Whether a time server vouches for the clock.
    public var isSynchronized: Bool

    /// Reads a clock that is believed.
    ///
    /// - Parameters:
    ///   - now: what it shows.
    ///   - isSynchronized: whether a time server vouches for it; false unless given.
    public init(_ now: Timestamp, isSynchronized: Bool = false) {
        shown = now
        steady = now
        earliest = now
        doubt = nil
        self.isSynchronized = isSynchronized
    }

    /// Reads a clock that is not believed.
    ///
    /// - Parameters:
    ///   - now: what it shows.
    ///   - expected: what it would show if nobody had set it.
    ///   - doubt: why it is not believed.
    public init(_ now: Timestamp, expected: Timestamp, doubt: ClockDoubt) {
        self.init(now)
        steady = expected
        earliest = min(now, expected)
        self.doubt = doubt
    }

    /// The same, held against the clock of a router.
    ///
    /// Only the word of a router whose clock a time server looks after counts, and only where no time server looks after ours. One that
    /// shows the same takes the doubt away; of one that does not, nobody can say which of the two is wrong. What was read before ours was
    /// set tells nothing of what ours shows now.
    ///
    /// - Parameter facts: what was read of the router, its clock held against ``steady``.
    /// - Returns: what is known of the time on this router.
    public func held(against facts: DeviceFacts) -> ClockReading {
        guard !isSynchronized, facts.setup?.timeSource == .synchronized, let clock = facts.clock else { return self }
        let age = steady - clock.readAt
        let isFresh = age <= ClockTrust.stepMaximum && age >= .zero - ClockTrust.stepMaximum
        guard isFresh || doubt == nil else { return self }
        let aheadOfShown = clock.aheadSeconds + (steady - shown).components.seconds
        var held = self
        if aheadOfShown.magnitude <= UInt64(RouterTime.tolerance.components.seconds) {
            return ClockReading(shown)
        }
        guard aheadOfShown.magnitude > UInt64(Findings.clockSecondsMaximum) else { return self }
        let router = shown + .seconds(aheadOfShown)
        held.earliest = min(earliest, router)
        held.doubt = doubt ?? .router(aheadSeconds: aheadOfShown)
        return held
    }
}
