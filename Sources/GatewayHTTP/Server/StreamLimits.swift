/// How streams of events are kept.
public struct StreamLimits: Hashable, Sendable {
    /// A stream that has told nothing for this long tells that it is there; 15 s unless changed.
    public var heartbeatInterval = Duration.seconds(15)
    /// How long a stream lasts at the most; 15 minutes unless changed.
    ///
    /// Its reader comes back by itself where it was, and shows its token again: one that was taken back meanwhile lets nobody in.
    public var durationMaximum = Duration.seconds(900)

    /// The limits that hold unless somebody changes them.
    public init() {}
}
