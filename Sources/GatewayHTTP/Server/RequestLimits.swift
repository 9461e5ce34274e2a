/// How much of a request is taken, and for how long it is waited for.
public struct RequestLimits: Hashable, Sendable {
    /// Bytes of a body; 1 MiB unless changed.
    public var bodyBytesMaximum = 1 << 20
    /// How long a whole body may take to arrive; 30 s unless changed.
    public var bodyDeadline = Duration.seconds(30)
    /// Bodies that are read while they arrive, at once; whoever comes then is asked to come again.
    ///
    /// 4 unless changed.
    public var uploadsMaximum = 4
    /// How long a body that is read while it arrives may take in all; 1 h unless changed.
    public var uploadDeadline = Duration.seconds(3600)
    /// Connections that are open at once; more wait in the system's queue until one has ended.
    ///
    /// 1,024 unless changed.
    public var connectionsMaximum = 1024
    /// Bytes of all header fields of a request; 16 KiB unless changed.
    public var headerBytesMaximum = 16 << 10
    /// A connection on which no whole header, or no part of a body, arrives for this long is closed; 30 s unless changed.
    public var idleTimeout = Duration.seconds(30)
    /// A connection whose client takes no answer to its end for this long is closed; 120 s unless changed.
    public var sendingDeadline = Duration.seconds(120)
    /// How long a connection that is being closed may take for what is still on its way; 5 s unless changed.
    public var closingDeadline = Duration.seconds(5)
    /// How long requests under way may take once the server is told to stop; 20 s unless changed.
    public var stoppingDeadline = Duration.seconds(20)
    /// How streams of events are kept.
    public var streams = StreamLimits()

    /// The limits that hold unless somebody changes them.
    public init() {}
}
