/// Tells when the lines of a router's own log were written.
///
/// The log is in memory and lost at a start, so every line is from after it. A line that would be from before, or that is followed by one with an
/// earlier time, was written by another clock than the one that the router shows now: then nobody knows when. Nor of a line from before
/// the clock was last found to have been set.
public struct RouterLogTimes: Sendable {
    /// When one line was written.
    public struct Moment: Hashable, Sendable {
        /// By the router's clock, in UTC: the same for a line however often it is read.
        public var shown: Timestamp
        /// By our clock; nil when the router's cannot be believed.
        public var ours: Timestamp?
    }

    private let clock: RouterTime
    private var reader: LogClock
    /// What has to be taken off what ``reader`` tells, in seconds.
    private let offsetSeconds: Int64

    /// Prepares the reading of a log.
    ///
    /// - Parameter clock: the router's clock, read together with the log.
    public init(clock: RouterTime) {
        self.clock = clock
        // A zone that the router does not name, or that is unknown here, is as far from UTC all the time as it is now.
        let named = clock.zoneName.flatMap { try? LogClock(timeZone: $0, reference: clock.shown) }
        if let named {
            reader = named
            offsetSeconds = 0
        } else {
            reader = LogClock.utc(reference: clock.shown + .seconds(clock.zoneOffsetSeconds))
            offsetSeconds = clock.zoneOffsetSeconds
        }
    }

    /// When lines were written.
    ///
    /// - Parameter entries: the lines in the order of their numbers.
    /// - Returns: a moment for each; nil for a line whose time is no time.
    public mutating func moments(of entries: [RouterLogEntry]) -> [Moment?] {
        var shown: [Timestamp?] = []
        for entry in entries { shown.append(reader.time(of: entry.time).map { $0 - .seconds(offsetSeconds) }) }
        var moments: [Moment?] = []
        var earliestLater: Timestamp?
        for time in shown.reversed() {
            guard let time else {
                moments.append(nil)
                continue
            }
            let isSetBack = earliestLater.map { time > $0 + RouterTime.tolerance } ?? false
            moments.append(Moment(shown: time, ours: isSetBack ? nil : ours(time)))
            earliestLater = min(time, earliestLater ?? time)
        }
        return moments.reversed()
    }

    private func ours(_ time: Timestamp) -> Timestamp? {
        guard let moment = clock.ours(time) else { return nil }
        return clock.steadySince.map { moment > $0 } ?? true ? moment : nil
    }
}
