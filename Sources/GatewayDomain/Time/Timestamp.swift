/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Domain values never read a clock; whoever acts passes `now` in. Milliseconds in an integer are what the store keeps,
/// so a value survives a round trip unchanged and compares the same on every engine.
public struct Timestamp: Hashable, Sendable, Comparable {
    /// Milliseconds since 1970 in UTC.
    ///
    /// Negative before 1970.
    public var milliseconds: Int64

    /// Makes a point in time.
    ///
    /// - Parameter milliseconds: milliseconds since 1970 in UTC.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Makes a point in time from whole seconds.
    ///
    /// - Parameter seconds: seconds since 1970 in UTC.
    public init(seconds: Int64) {
        self.milliseconds = seconds * 1000
    }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 {
        milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    }

    /// Orders by time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The point in time that lies `duration` later, cut to whole milliseconds.
    public static func + (time: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: time.milliseconds + duration.wholeMilliseconds)
    }

    /// The point in time that lies `duration` earlier, cut to whole milliseconds.
    public static func - (time: Timestamp, duration: Duration) -> Timestamp {
        Timestamp(milliseconds: time.milliseconds - duration.wholeMilliseconds)
    }

    /// The time that lies between two points; negative when `left` is the earlier one.
    public static func - (left: Timestamp, right: Timestamp) -> Duration {
        .milliseconds(left.milliseconds - right.milliseconds)
    }
}

extension Duration {
    /// The duration in whole milliseconds, cut towards zero.
    public var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
