public import GatewayDomain

/// How often, how fast and how patiently devices are kept right.
public struct SyncConfiguration: Sendable {
    /// How often a device that is as it should be gets a cheap look; 60 s unless changed.
    public var lookInterval: Duration = .seconds(60)
    /// How often everything on a device is compared; 6 h unless changed.
    public var auditInterval: Duration = .seconds(6 * 3600)
    /// By which share, at most, an interval is lengthened or shortened at random, so that devices spread out; 0.1 unless changed.
    public var intervalJitterShare = 0.1
    /// How many devices are worked on at once; 64 unless changed.
    public var devicesAtOnceMaximum = 64
    /// How many devices besides are told of names that changed, such as a code that was used elsewhere; 1024 unless changed.
    ///
    /// Each costs a few small commands over a connection that is open already. A device that does not answer within two seconds no
    /// longer counts; with all of those there are at most four times as many.
    public var changedDevicesAtOnceMaximum = 1024
    /// How many tagged commands are in flight on one connection; 16 unless changed.
    ///
    /// More than 25 hung real routers
    /// (tikoci/restraml, note on the native API).
    public var commandsInFlightMaximum = 16
    /// Whether a `listen` on the active list is kept open at each device; true unless changed.
    ///
    /// One operator of small routers had to do without it because of its load (a hAP lite, 650 MHz); looks, and syslog lines that ask for
    /// one, then find logins.
    public var listensForLogins = true
    /// How long connecting, TLS included, may take; 10 s unless changed.
    public var connectTimeout: Duration = .seconds(10)
    /// How long one command may take; 30 s unless changed.
    public var commandDeadline: Duration = .seconds(30)
    /// How long a connection that nobody needed is kept; 10 minutes unless changed.
    public var idleConnectionMaximum: Duration = .seconds(600)
    /// The shortest wait after a failure; 5 s unless changed.
    ///
    /// It doubles with each failure that follows.
    public var retryDelayMinimum: Duration = .seconds(5)
    /// The longest wait after a failure; 5 minutes unless changed.
    public var retryDelayMaximum: Duration = .seconds(300)
    /// How long a device or the database stays claimed by a gateway that is no longer heard of; 90 s unless changed.
    ///
    /// A gateway of this machine that has ended is noticed at once.
    public var leaseDuration: Duration = .seconds(90)
    /// How long a gateway that stops waits for the runs that are under way; 10 s unless changed.
    ///
    /// After that they end between two commands, and the next run goes on from what it reads.
    public var stopGrace: Duration = .seconds(10)
    /// What a plan may do at the most.
    public var limits = PlannerLimits()

    /// The configuration that holds unless somebody changes it.
    public init() {}
}
