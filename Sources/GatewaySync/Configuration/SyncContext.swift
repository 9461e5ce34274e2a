public import GatewayDomain
public import GatewayStore
public import Logging
public import NIOCore

/// What all work on devices needs: the same for the service, for a push on demand, and for whoever asks for one.
public struct SyncContext: Sendable {
    /// Where work is found and written down.
    public var store: Store
    /// In whose name devices are claimed.
    public var holder: LeaseHolder
    /// Where connections run.
    public var group: any EventLoopGroup
    /// For one line for each run that changed something or failed.
    public var logger: Logger
    /// The time.
    public var now: @Sendable () -> Timestamp
    /// The same, and whether it can be believed; it is unless somebody watches it.
    public var clock: GatewayClock
    /// Counts the runs.
    public let tally = RunTally()
    /// The same for all copies of this context.
    let live: LiveConfiguration

    /// How often, how fast and how patiently; whoever begins something reads it anew, since ``SyncService/reconfigure(_:)`` may change it.
    public var configuration: SyncConfiguration { live.current }

    /// Puts it together.
    ///
    /// - Parameters:
    ///   - store: where work is found and written down.
    ///   - holder: in whose name devices are claimed.
    ///   - configuration: how often, how fast and how patiently.
    ///   - group: where connections run.
    ///   - logger: for one line for each run that changed something or failed.
    ///   - now: the time.
    public init(
        store: Store,
        holder: LeaseHolder,
        configuration: SyncConfiguration,
        group: any EventLoopGroup,
        logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.store = store
        self.holder = holder
        live = LiveConfiguration(configuration)
        self.group = group
        self.logger = logger
        self.now = now
        clock = GatewayClock(believing: now)
    }

    /// The time that goes on record: nobody's setting of the clock makes it jump before the clock is believed.
    var steadyNow: @Sendable () -> Timestamp { { [clock] in clock.read().steady } }
}
