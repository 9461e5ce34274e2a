/// What a ``SyncService`` is doing at a moment, in numbers: what a status page or a scrape shows.
///
/// It costs no query and no message to a router, so it may be asked for at any time, also before the service runs.
public struct SyncFigures: Hashable, Sendable {
    /// One lane's queue and places.
    public struct Lane: Hashable, Sendable {
        /// How many devices wait for a place, as far as the store was read last.
        public var waiting = 0
        /// How many devices are worked on, those that hang included.
        public var running = 0
        /// How many of them take longer than they should, and no longer count against ``maximum``.
        ///
        /// All of those are of the doubtful lane, whichever they began in.
        public var hanging = 0
        /// How many may run at once, not counting those that hang.
        public var maximum = 0
    }

    /// What each lane holds; a closed set, fit for a metric's label by its raw value.
    public var lanes: [RunLane: Lane] = [:]
    /// How many connections to devices are open now, as far as this side knows.
    public var openConnections = 0
    /// How many connections there may be at once.
    public var connectionsMaximum = 0
    /// How many connections were made and logged in since the service was made: each is a line in a router's log.
    public var logins = 0
    /// How many connections were closed to make room for others since the service was made.
    ///
    /// Above zero there are more devices than connections, and each look at one of them may log in anew.
    public var connectionsClosedForRoom = 0

    /// No work and no connection.
    public init() {}
}
