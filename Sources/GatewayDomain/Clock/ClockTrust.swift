/// Whether a machine's clock can be believed: pure, from what it shows and from a clock that nobody sets.
///
/// A clock that was set by more than ``stepMaximum`` is believed when a time server vouches for it, or a router that has one shows the
/// same. Until then both times are kept: the one that it shows, and the one that it would show if nobody had set it.
public struct ClockTrust: Sendable {
    /// By more than this nobody's clock is off who has a time server, and no guest's stay is changed by less.
    public static let stepMaximum: Duration = .seconds(60)

    /// What became of the doubt.
    public enum Change: Hashable, Sendable {
        /// The clock is not believed any more.
        case doubted(ClockDoubt)
        /// The clock was set by so much, and a time server vouches for it.
        case followed(Duration)
        /// The clock is believed again.
        case believed
    }

    /// A moment on both clocks that belongs together.
    private struct Anchor {
        var wall: Timestamp
        var elapsed: Duration
    }

    private var anchor: Anchor
    /// Why the clock is not believed; nil when it is.
    public private(set) var doubt: ClockDoubt?

    /// Begins to watch a clock, which is believed unless it contradicts what is on record.
    ///
    /// - Parameters:
    ///   - wall: what it shows.
    ///   - elapsed: what a clock shows that nobody sets.
    ///   - newestRecord: the latest moment that is known to have been; nil when there is none.
    ///   - isSynchronized: whether a time server vouches for the clock.
    public init(wall: Timestamp, elapsed: Duration, newestRecord: Timestamp?, isSynchronized: Bool) {
        anchor = Anchor(wall: wall, elapsed: elapsed)
        guard let newestRecord, newestRecord - wall > Self.stepMaximum, !isSynchronized else { return }
        anchor.wall = newestRecord
        doubt = .behindRecord(newestRecord - wall)
    }

    /// Reads both clocks.
    ///
    /// - Parameters:
    ///   - wall: what the machine's clock shows.
    ///   - elapsed: what the clock shows that nobody sets.
    ///   - isSynchronized: whether a time server vouches for the machine's clock.
    /// - Returns: what is known of the time, and what has become of the doubt since the last reading, if anything.
    public mutating func read(
        wall: Timestamp,
        elapsed: Duration,
        isSynchronized: Bool
    ) -> (reading: ClockReading, change: Change?) {
        let expected = anchor.wall + (elapsed - anchor.elapsed)
        let step = wall - expected
        guard step > Self.stepMaximum || step < .zero - Self.stepMaximum, !isSynchronized else {
            let before = doubt
            anchor = Anchor(wall: wall, elapsed: elapsed)
            doubt = nil
            let isStep = step > Self.stepMaximum || step < .zero - Self.stepMaximum
            let change: Change? = before != nil ? .believed : isStep ? .followed(step) : nil
            return (ClockReading(wall, isSynchronized: isSynchronized), change)
        }
        let found = found(step)
        let isNews = found.map { $0 != doubt } ?? false
        if let found { doubt = found }
        let known = doubt ?? .set(step)
        return (ClockReading(wall, expected: expected, doubt: known), isNews ? .doubted(known) : nil)
    }

    /// A router whose clock a time server looks after shows what the machine's clock shows: that is believed from now on.
    ///
    /// - Parameters:
    ///   - wall: what the machine's clock shows.
    ///   - elapsed: what the clock shows that nobody sets.
    /// - Returns: what has become of the doubt, if there was one.
    public mutating func confirmed(wall: Timestamp, elapsed: Duration) -> Change? {
        guard doubt != nil else { return nil }
        anchor = Anchor(wall: wall, elapsed: elapsed)
        doubt = nil
        return .believed
    }

    /// The doubt that a step makes; nil while it is the one that is known.
    private func found(_ step: Duration) -> ClockDoubt? {
        switch doubt {
        case nil: return .set(step)
        case .behindRecord(let gap): return isAbout(step, .zero - gap) ? nil : .set(step)
        case .set(let known): return isAbout(step, known) ? nil : .set(step)
        case .router: return .set(step)
        }
    }

    private func isAbout(_ left: Duration, _ right: Duration) -> Bool {
        left - right <= Self.stepMaximum && right - left <= Self.stepMaximum
    }
}
