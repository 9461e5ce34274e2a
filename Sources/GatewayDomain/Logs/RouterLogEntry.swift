/// A line of a router's own log about a hotspot, as it was read from there.
public struct RouterLogEntry: Hashable, Sendable {
    /// The number that the router gave it: it grows from line to line, and begins again when the router starts.
    public var number: UInt64
    /// The time as the router printed it.
    public var time: LogTimestamp
    /// What it says.
    public var line: HotspotLogLine

    /// Describes a line.
    ///
    /// - Parameters:
    ///   - number: the number that the router gave it.
    ///   - time: the time as the router printed it.
    ///   - line: what it says.
    public init(number: UInt64, time: LogTimestamp, line: HotspotLogLine) {
        self.number = number
        self.time = time
        self.line = line
    }
}
