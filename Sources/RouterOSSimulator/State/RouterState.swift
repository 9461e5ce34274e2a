import RouterOSAPI

/// A router as a value: its configuration, its guests, its log and its clock.
///
/// It has no I/O, no clock and no randomness of its own. A command and the present moment go in, replies come out;
/// whoever holds it (a server, a test) decides what moment it is. Moments are time since the simulation began.
struct RouterState: Sendable {
    let version: RouterOSVersion
    var traits: RouterTraits
    /// The configuration, by menu path.
    ///
    /// Singletons are tables of one row.
    var tables: [String: Table] = [:]
    var hotspot = HotspotState()
    var scripts = ScriptsState()
    /// Keys and certificates, by the serial numbers of their rows.
    var identities: [UInt64: TLSServerIdentity] = [:]
    /// When a service takes a certificate that was just signed, by the serial number of its row.
    var certificatesReadyAt: [UInt64: Duration] = [:]
    /// How long after it was signed.
    ///
    /// Default none.
    var certificateDelay = Duration.zero
    var log = RouterLog()
    /// Connections to the API at present.
    var apiSessions: [RowID: APISessionInfo] = [:]
    /// What changed since somebody last took it.
    private(set) var changes: [Change] = []
    /// Seconds since 1970 on the router's own clock at the moment zero of the simulation.
    var clockAtZero: Int64
    /// The same for a clock that is right: what a time server answers.
    var rightClockAtZero: Int64
    /// What the clock shows after a boot.
    ///
    /// Default: the right time.
    var clockAfterBoot = ClockAfterBoot.running
    /// How long after a boot a time server answers.
    ///
    /// Default nil, none is asked.
    var timeServerDelay: Duration?
    var fetchIdleTimeout = Duration.seconds(10)
    /// When the time server answers, if one was asked.
    var timeServerAnswersAt: Duration?
    /// What the clock showed when it was last saved.
    var savedClock: Int64?
    var bootedAt = Duration.zero
    var deviceMode = DeviceMode()
    /// A change of the device-mode that nobody has confirmed yet.
    var deviceModeChange: DeviceModeChange?
    var deviceModeAttempts = 0
    /// A limit of rows for each table, as a full flash would set one.
    ///
    /// Default none.
    var rowsMaximum: Int?
    var isDiskFull = false
    var configurationWrites = 0
    var writesAtBoot = 0
    /// How long changes may stay in memory before they are in the flash.
    ///
    /// Default nil, not at all.
    var flushInterval: Duration?
    var flash: (tables: [String: Table], at: Duration)?
    private var nextSerial: UInt64 = 1

    init(
        version: RouterOSVersion,
        traits: RouterTraits = RouterTraits(),
        clockAtZero: Int64,
        rightClockAtZero: Int64? = nil
    ) {
        self.version = version
        self.traits = traits
        self.clockAtZero = clockAtZero
        self.rightClockAtZero = rightClockAtZero ?? clockAtZero
        if !traits.isHotspotAllowed { self.deviceMode = DeviceMode(name: .home) }
        for menu in MenuCatalog.menus.values where menu.isKnown.isKnown(to: version) {
            let startsAtZero = [
                "/ip/hotspot/user", "/ip/hotspot/user/profile", "/ip/hotspot/profile", "/ip/service",
                "/system/scheduler",
            ]
            self.tables[menu.path] = Table(firstID: startsAtZero.contains(menu.path) ? 0 : 1)
        }
        self.setUpAsFromFactory()
        self.configurationWrites = 0
        self.writesAtBoot = 0
        self.changes = []
    }

    var features: RouterFeatures {
        RouterFeatures(version: self.version)
    }

    func menu(_ path: String) -> Menu? {
        guard let menu = MenuCatalog.menus[path], menu.isKnown.isKnown(to: self.version) else { return nil }
        guard self.traits.hasHotspotPackage || !path.hasPrefix("/ip/hotspot") else { return nil }
        return menu
    }

    mutating func takeSerial() -> UInt64 {
        defer { self.nextSerial += 1 }
        return self.nextSerial
    }

    // MARK: Changes

    mutating func note(_ kind: Change.Kind, _ id: RowID, in menu: String) {
        let change = Change(menu: menu, id: id, kind: kind)
        if self.changes.last != change { self.changes.append(change) }
    }

    mutating func takeChanges() -> [Change] {
        defer { self.changes.removeAll(keepingCapacity: true) }
        return self.changes
    }

    mutating func noteConfigurationWrite() {
        self.configurationWrites += 1
    }

    // MARK: Flash

    /// Before a change: what was changed longer ago than the interval is safe by now.
    mutating func flushIfDue(now: Duration) {
        guard let flushInterval else { return }
        if let flash, now - flash.at < flushInterval { return }
        self.flash = (self.tables, now)
    }

    /// The power went: changes that were not yet in the flash are lost (a field report of 2020).
    mutating func forgetWhatIsNotFlushed(now: Duration) {
        guard let flushInterval, let flash, now - flash.at < flushInterval else { return }
        self.tables = flash.tables
    }

    // MARK: Faults

    /// What is wrong from now on, as far as it is here that it shows.
    mutating func take(_ faults: SimulatedRouterFaults) {
        self.rowsMaximum = faults.rowsMaximum
        self.isDiskFull = faults.isDiskFull
        self.scripts.rowsUntilPowerCut = faults.powerCutAfterScriptRows
        self.flushInterval = faults.flashFlushInterval
        self.clockAfterBoot = faults.clockAfterBoot
        self.timeServerDelay = faults.timeServerDelay
        self.certificateDelay = faults.certificateDelay
        self.fetchIdleTimeout = faults.fetchIdleTimeout
    }

    // MARK: Log

    /// What clock and log show: local time, as if every day had 24 hours.
    func localSeconds(at now: Duration) -> Int64 {
        self.epochSeconds(at: now) + self.traits.timeZoneOffsetSeconds
    }

    mutating func writeLog(_ topics: String, _ message: String, now: Duration) {
        self.writeLog(topics, WordBytes(message), now: now)
    }

    mutating func writeLog(_ topics: String, _ message: WordBytes, now: Duration) {
        let id = self.log.write(topics, message, localSeconds: self.localSeconds(at: now))
        self.note(.written, id, in: "/log")
    }
}
