/// What a device may do at all (manual, device-mode page).
struct DeviceMode: Hashable, Sendable {
    enum Name: String, Sendable {
        case home, basic, advanced
    }

    var name = Name.advanced
    /// Features that were allowed one by one.
    var allowed: Set<String> = []

    /// Features that a mode forbids (manual, device-mode page).
    ///
    /// ASSUMED: `basic` forbids all that `home` does, except those that the manual's table allows there.
    static let forbiddenAtHome: Set<String> = [
        "scheduler", "fetch", "email", "socks", "bandwidth-test", "traffic-gen", "sniffer", "romon", "proxy", "hotspot",
        "zerotier",
    ]
    private static let allowedByBasic: Set<String> = ["scheduler", "fetch", "email"]
    private static let neverAllowed: Set<String> = ["container", "install-any-version", "partitions", "routerboard"]

    func allows(_ feature: String) -> Bool {
        if self.allowed.contains(feature) { return true }
        if Self.neverAllowed.contains(feature) { return false }
        guard Self.forbiddenAtHome.contains(feature) else { return true }
        switch self.name {
        case .home: return false
        case .basic: return Self.allowedByBasic.contains(feature)
        case .advanced: return true
        }
    }
}

/// A change of the mode that waits for somebody at the device.
struct DeviceModeChange: Sendable {
    let mode: DeviceMode
    let until: Duration
}

extension RouterState {
    /// Attempts before the counter must be reset at the device.
    private static let attemptsMaximum = 3

    /// Whether device-mode lets a feature work.
    ///
    /// Before 7.17 every device came with `enterprise`, which allows what matters here; a hotspot may have been forbidden by hand.
    func isFeatureAllowed(_ feature: String) -> Bool {
        if !self.features.hasFactoryDeviceMode, feature != "hotspot" { return true }
        return self.deviceMode.allows(feature)
    }

    /// Whether the hotspot is allowed by device-mode.
    var isHotspotAllowed: Bool {
        get { self.deviceMode.allows("hotspot") }
        set { self.deviceMode = DeviceMode(name: newValue ? .advanced : .home) }
    }

    /// A change is confirmed at the device within `activation-timeout` (5 m by default), three times at most (manual, device-mode page).
    ///
    /// ASSUMED: over the API the command answers at once; a real one shows how much time is left until it has passed.
    mutating func updateDeviceMode(_ request: CommandRequest, now: Duration) throws(CommandTrap) -> WordBytes? {
        guard self.deviceModeAttempts < Self.attemptsMaximum else {
            // ASSUMED: the wording.
            throw CommandTrap(
                "failure: configuration change not allowed, power cycle the device and reset attempt-count"
            )
        }
        var mode = self.deviceMode
        var timeout = Duration.seconds(300)
        for attribute in request.attributes {
            switch attribute.name {
            case "mode":
                guard let name = DeviceMode.Name(rawValue: attribute.value.text) else { throw .noMatch("mode") }
                mode = DeviceMode(name: name)
            case "activation-timeout":
                guard let given = Self.duration(attribute.value) else { throw .invalidValue(attribute.name) }
                timeout = given
            case "as-value", "once", "without-paging": break
            default:
                guard let isAllowed = Self.boolean(attribute.value) else { throw .invalidValue(attribute.name) }
                if isAllowed { mode.allowed.insert(attribute.name) } else { mode.allowed.remove(attribute.name) }
            }
        }
        self.deviceModeAttempts += 1
        self.deviceModeChange = DeviceModeChange(mode: mode, until: now + timeout)
        return nil
    }

    /// Somebody cut the power, or pressed the button: a change that waits becomes true.
    mutating func confirmDeviceMode(now: Duration) {
        guard let change = self.deviceModeChange, now <= change.until else { return }
        self.deviceMode = change.mode
        self.deviceModeAttempts = 0
    }
}
