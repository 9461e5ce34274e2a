/// What one device should hold, for a scope, at a moment.
public struct DesiredState: Hashable, Sendable {
    /// Whose rows these are.
    public var gateway: GatewayID
    /// How much of the device is described.
    public var scope: Scope
    /// The instances that serve the device's site.
    public var services: [DesiredService]
    /// Every user that should be there.
    public var users: [DesiredUser]
    /// The walled garden, in order.
    ///
    /// Empty unless the scope is everything.
    public var garden: [DesiredGardenRow]
    /// The scripts that the router should run; nil where nobody wants any.
    public var scripts: DesiredScripts?
    /// Users of ours that should not be there, with the reason that the store knows.
    public var departures: [String: RemovalReason]
    /// Sessions that should not be there, of users that should, by name.
    public var endings: [String: [SessionEnding]]
    /// Walled-garden entries that somebody deleted.
    public var gardenDepartures: Set<WalledGardenEntry.ID>
    /// Whether the site is paused: compared, never written.
    public var isPaused: Bool
    /// Whether a RouterOS older than supported may be written to.
    public var allowsUnsupported: Bool
    /// What was written to the device today; nil where nobody counts.
    public var writes: WriteDay?
    /// Whether a window of the site is open.
    public var window: WindowState
    /// Why what ends by time is told for an earlier moment than the gateway's clock shows; nil when the clock is believed.
    public var clockDoubt: ClockDoubt?

    /// Makes the desired state of a device that should hold nothing.
    ///
    /// - Parameters:
    ///   - gateway: whose rows these are.
    ///   - scope: how much is described.
    public init(gateway: GatewayID, scope: Scope) {
        self.gateway = gateway
        self.scope = scope
        self.services = []
        self.users = []
        self.garden = []
        self.scripts = nil
        self.departures = [:]
        self.endings = [:]
        self.gardenDepartures = []
        self.isPaused = false
        self.allowsUnsupported = false
        self.writes = nil
        self.window = .open(closesAt: nil)
        self.clockDoubt = nil
    }
}
