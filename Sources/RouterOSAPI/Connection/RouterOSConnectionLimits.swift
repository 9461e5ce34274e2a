/// The bounds of one connection.
///
/// Nothing waits for ever, and nothing grows without end.
public struct RouterOSConnectionLimits: Sendable, Hashable {
    /// What the router may send in one sentence.
    public var sentence: SentenceLimits = SentenceLimits()

    /// How many commands the router works on at once.
    ///
    /// Default 16: with 25 and more, real routers hung.
    public var commandsInFlightMaximum: Int = 16

    /// How many commands wait for their turn on this side.
    ///
    /// One more is refused at once. Default 1024.
    public var commandsQueuedMaximum: Int = 1024

    /// How many rows a ``RouterOSConnection/call(_:deadline:)`` collects.
    ///
    /// Default 100,000.
    public var replyRowsMaximum: Int = 100_000

    /// How many bytes of rows a ``RouterOSConnection/call(_:deadline:)`` collects.
    ///
    /// Default 64 MiB.
    public var replyBytesMaximum: Int = 64 * 1024 * 1024

    /// With more bytes than this waiting for the consumer of a stream, nothing more is read from the router.
    ///
    /// Default 256 KiB.
    public var streamBytesHigh: Int = 256 * 1024

    /// With fewer bytes than this waiting, reading goes on.
    ///
    /// Default 64 KiB.
    public var streamBytesLow: Int = 64 * 1024

    /// Up to here a stream's waiting bytes may grow while other commands of the connection wait for their answers.
    ///
    /// Default 8 MiB.
    public var streamBytesMaximum: Int = 8 * 1024 * 1024

    /// How long a router may take to end a command that was cancelled, before the connection is closed.
    ///
    /// Default 5 s.
    public var cancelGrace: Duration = .seconds(5)

    /// Creates the default bounds.
    public init() {}
}
