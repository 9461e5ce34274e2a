public import GatewayDomain
import GatewayStore

/// How often, how fast and how patiently devices are kept right.
public struct SyncConfiguration: Sendable {
    /// How often a device that is as it should be gets a cheap look; 60 s unless changed.
    public var lookInterval: Duration = .seconds(60)
    /// How often everything on a device is compared; 6 h unless changed.
    public var auditInterval: Duration = .seconds(6 * 3600)
    /// By which share, at most, an interval is lengthened or shortened at random, so that devices spread out; 0.1 unless changed.
    public var intervalJitterShare = 0.1
    /// How many devices are worked on at once; 64 unless changed.
    ///
    /// One that takes longer than two seconds no longer counts, and is one of the doubtful ones. While sixteen times as many take
    /// longer, a quarter of the places is given.
    public var devicesAtOnceMaximum = 64
    /// How many devices besides are worked on that failed the last time or that this process has not reached yet; 64 unless changed.
    ///
    /// They may be dead, so they have places of their own, and one that takes longer than two seconds no longer counts. While sixteen times
    /// as many hang, only a quarter of the places is given to others. A device whose last run took too long is one of these as well.
    public var doubtfulDevicesAtOnceMaximum = 64
    /// How many devices of one site are worked on at once, those that are told of names that changed not counted; 16 unless changed.
    ///
    /// One that takes longer than two seconds no longer counts; of those there are at most four times as many.
    public var devicesAtOnceMaximumPerSite = 16
    /// How many devices besides are told of names that changed, such as a code that was used elsewhere; 1024 unless changed.
    ///
    /// Each costs a few small commands over a connection that is open already. A device that does not answer within two seconds no
    /// longer counts, and is one of the doubtful ones.
    public var changedDevicesAtOnceMaximum = 1024
    /// How many tagged commands are in flight on one connection, besides the `listen` on the active list; 16 unless changed.
    ///
    /// More than 25 with it hung real routers
    /// (tikoci/restraml, note on the native API).
    public var commandsInFlightMaximum = 16
    /// Whether a `listen` on the active list is kept open at each device; true unless changed.
    ///
    /// One operator of small routers had to do without it because of its load (a hAP lite, 650 MHz); looks, and syslog lines that ask for
    /// one, then find logins.
    public var listensForLogins = true
    /// How long connecting, TLS included, may take, and logging in as long again; 10 s unless changed.
    public var connectTimeout: Duration = .seconds(10)
    /// How long one command may take; 30 s unless changed.
    public var commandDeadline: Duration = .seconds(30)
    /// How many connections there are at once; 12,000 unless changed, which is enough for 10,000 devices.
    ///
    /// With more devices than that, most keep their connection, and the rest share a small part of the places in turn: a new login for
    /// each look, but only at these. It is also the bound of all work at once. Each takes an open file.
    public var connectionsMaximum = 12_000
    /// How long a connection is kept that nobody used and over which nobody listens; 10 minutes unless changed.
    public var idleConnectionMaximum: Duration = .seconds(600)
    /// After which time a router is asked for a sign of life over a connection that nobody used; 60 s unless changed.
    ///
    /// One sentence. Looks that come as often make it superfluous. It finds a dead connection, over which nobody would hear of guests,
    /// and comes before the shortest time after which address translation is commonly known to forget a connection.
    public var heartbeatInterval: Duration = .seconds(60)
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
    /// When everything is compared again while rows wait for room on a device, which no moment brings about; 15 minutes unless changed.
    public var waitingInterval: Duration = .seconds(900)
    /// Over which time devices spread whose window opens, at most a tenth of the window; 60 s unless changed.
    public var windowSpread: Duration = .seconds(60)
    /// What the choice between single commands and scripts depends on; how many commands are in flight is said above.
    public var writing = WriteRules()
    /// What is supposed of a device's pace before anything was measured over a connection; nothing unless changed.
    public var paceAtStart = WritePace()

    /// The configuration that holds unless somebody changes it.
    public init() {}

    /// How far ahead the due times of a device may lie; with some room, since they are spread.
    ///
    /// Rows that wait for the next day have everything compared a while after its beginning.
    var farthestDueTimes: Store.FarthestDueTimes {
        let wait = max(lookInterval, retryDelayMaximum) * 1.5 + .seconds(60)
        return Store.FarthestDueTimes(
            look: wait,
            audit: max(auditInterval * 1.5, .seconds(86_400) + waitingInterval * 2),
            auditSpread: auditInterval,
            retry: wait,
            lease: leaseDuration * 1.5
        )
    }

    /// How many runs there may be at once.
    var places: RunPlaces.Bounds {
        RunPlaces.Bounds(
            maximum: [
                .ahead: changedDevicesAtOnceMaximum, .proven: devicesAtOnceMaximum,
                .doubtful: doubtfulDevicesAtOnceMaximum,
            ],
            siteMaximum: devicesAtOnceMaximumPerSite,
            runsMaximum: connectionsMaximum
        )
    }

    /// The rules of writing, with the bounds that hold for all commands.
    var writeRules: WriteRules {
        var rules = writing
        rules.commandsInFlightMaximum = commandsInFlightMaximum
        rules.namesPerReading = Observer.namesPerCommand
        return rules
    }
}
