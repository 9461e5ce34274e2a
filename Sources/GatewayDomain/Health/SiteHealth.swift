/// How the devices of a site are doing together: how many there are, and how the worst of them is.
public struct SiteHealth: Hashable, Sendable {
    /// How many devices the site has.
    public private(set) var deviceCount = 0
    /// How many of them need somebody.
    public private(set) var attentionCount = 0
    /// How many of them nothing proves to be the right router.
    public private(set) var insecureCount = 0
    /// How the worst of them is doing; nil for a site without devices.
    ///
    /// One that needs somebody is worse than one that does not, be it only because changes have waited for too long. After that the
    /// worse state counts, then the one that has lasted longer; of devices that are alike, the first is told of.
    public private(set) var worst: DeviceHealth?

    /// Puts together how each device is doing.
    ///
    /// - Parameters:
    ///   - devices: all devices of the site, in an order that stays the same.
    ///   - now: the time.
    public init(_ devices: some Sequence<DeviceHealth>, now: Timestamp) {
        for device in devices {
            deviceCount += 1
            if device.needsAttention(now: now) { attentionCount += 1 }
            if device.conditions.contains(where: { $0.condition == .insecure }) { insecureCount += 1 }
            if worst.map({ Self.isWorse(device, than: $0, now: now) }) ?? true { worst = device }
        }
    }

    private static func isWorse(_ left: DeviceHealth, than right: DeviceHealth, now: Timestamp) -> Bool {
        let (needed, alreadyNeeded) = (left.needsAttention(now: now), right.needsAttention(now: now))
        if needed != alreadyNeeded { return needed }
        let (state, known) = (left.state, right.state)
        return state.condition == known.condition ? state.since < known.since : state.condition > known.condition
    }
}
