/// A router's clock, as it stood against ours at one moment.
///
/// A board without a battery begins years ago at each start and jumps when NTP answers; another one has been some minutes
/// wrong for months. So a difference is worth something as long as the router has been running with it, and nobody can say
/// how far off it was before the last start.
public struct RouterTime: Hashable, Sendable {
    /// How far both clocks may disagree about one moment: uptimes and log lines are rounded, and answers take their time.
    public static let tolerance = Duration.seconds(90)

    /// How far the router's clock is ahead of ours, in seconds.
    public var aheadSeconds: Int64
    /// When that was read, by our clock.
    public var readAt: Timestamp
    /// When the router started, by our clock; nil when it could not be read.
    public var bootedAt: Timestamp?
    /// Behind which moment, by our clock, the router's clock is known to have been going as it does now; nil when nothing speaks
    /// against any time.
    public var steadySince: Timestamp?
    /// The zone of the router's local time, as it names it; nil when it names none, or a shift by hand.
    public var zoneName: String?
    /// How far its local time is ahead of UTC now, in seconds.
    public var zoneOffsetSeconds: Int64

    /// Describes a clock in UTC of a router that started nobody knows when.
    ///
    /// - Parameters:
    ///   - aheadSeconds: how far it is ahead of ours.
    ///   - readAt: when that was read, by our clock.
    public init(aheadSeconds: Int64, readAt: Timestamp) {
        self.aheadSeconds = aheadSeconds
        self.readAt = readAt
        self.bootedAt = nil
        self.steadySince = nil
        self.zoneName = nil
        self.zoneOffsetSeconds = 0
    }

    /// What the router's clock showed when it was read.
    public var shown: Timestamp { readAt + .seconds(aheadSeconds) }

    /// Whether the router's clock is right.
    public var isRight: Bool { abs(Int64(clamping: aheadSeconds.magnitude)) <= Self.tolerance.components.seconds }

    /// When, by our clock, the router's clock showed a time, as far as it has been going steadily since the router started.
    ///
    /// - Parameter time: a time by the router's clock.
    /// - Returns: the moment, never later than the reading; nil when it lies before the router's start or behind the reading: then the
    ///   clock was set in the meantime.
    public func ours(_ time: Timestamp) -> Timestamp? {
        // Of whole seconds that took their time to get here, two make no difference; then the router's word is the exact one.
        let moment = time - .seconds(aheadSeconds.magnitude <= 2 ? 0 : aheadSeconds)
        guard moment <= readAt + Self.tolerance else { return nil }
        if let bootedAt, moment < bootedAt - Self.tolerance { return nil }
        return min(moment, readAt)
    }

    /// When a guest logged in who is noted on the router with a time by its clock, which may be from before its last start.
    ///
    /// - Parameter time: the time as it was noted.
    /// - Returns: the moment by our clock; nil when nobody can tell what the clock was worth then.
    public func login(notedAt time: Timestamp) -> Timestamp? {
        // From before the last start: a clock that is right today is one that somebody looks after.
        ours(time) ?? (isRight && time <= readAt ? time : nil)
    }
}
