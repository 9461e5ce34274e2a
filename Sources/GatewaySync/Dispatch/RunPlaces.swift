import GatewayDomain

/// The places for runs, a number of them for each lane, and who has them.
///
/// A run that takes longer than its lane's patience hangs on a device that is slow or dead, or has much to write. It no longer counts,
/// so that a great many of those hold nobody up; only all of them together are bounded.
struct RunPlaces: Sendable {
    /// How many runs there may be at once.
    struct Bounds: Sendable {
        /// How many places each lane has.
        var maximum: [RunLane: Int]
        /// How many runs there may be at one site, those of names that changed not counted.
        var siteMaximum: Int
        /// How many runs there may be altogether: each may need a connection.
        var runsMaximum: Int

        /// From when on a run is taken to hang.
        func patience(in lane: RunLane) -> Duration {
            switch lane {
            case .ahead, .doubtful: .seconds(2)
            case .proven: .seconds(5)
            }
        }

        /// How many times its maximum there may be at once in a lane, with those that hang.
        static let hangingFactor = 4
    }

    private struct Run {
        let site: Site.ID
        let lane: RunLane
        let since: ContinuousClock.Instant
    }

    /// How many runs there may be; fewer than there are let those end, and begin none.
    var bounds: Bounds
    private var runs: [Device.ID: Run] = [:]
    /// Those that count for a site's bound.
    private var runsAtSites: [Site.ID: Set<Device.ID>] = [:]
    /// The devices whose last run in this process did not fail.
    private var proven: Set<Device.ID> = []

    init(_ bounds: Bounds) {
        self.bounds = bounds
    }

    /// Whether nothing is worked on.
    var isEmpty: Bool { runs.isEmpty }

    /// The devices that are worked on.
    var busy: Set<Device.ID> { Set(runs.keys) }

    /// Whether a device is worked on.
    func isBusy(_ device: Device.ID) -> Bool { runs[device] != nil }

    /// Whether the last run of a device in this process did not fail.
    func isProven(_ device: Device.ID) -> Bool { proven.contains(device) }

    /// How many more runs there may be at once in a lane.
    func room(in lane: RunLane, at now: ContinuousClock.Instant) -> Int {
        let maximum = bounds.maximum[lane] ?? 0
        let (running, hanging) = count(in: lane, at: now)
        let room = min(maximum - (running - hanging), maximum * Bounds.hangingFactor - running)
        return max(0, min(room, bounds.runsMaximum - runs.count))
    }

    /// Whether one more run may begin at a site.
    func hasRoom(at site: Site.ID, in lane: RunLane, at now: ContinuousClock.Instant) -> Bool {
        guard lane != .ahead, let devices = runsAtSites[site] else { return true }
        let prompt = devices.count { runs[$0].map { !isHanging($0, at: now) } ?? false }
        return prompt < bounds.siteMaximum && devices.count < bounds.siteMaximum * Bounds.hangingFactor
    }

    private func isHanging(_ run: Run, at now: ContinuousClock.Instant) -> Bool {
        now - run.since >= bounds.patience(in: run.lane)
    }

    /// How many runs there are in a lane, and how many of them hang.
    func count(in lane: RunLane, at now: ContinuousClock.Instant) -> (running: Int, hanging: Int) {
        var (running, hanging) = (0, 0)
        for run in runs.values where run.lane == lane {
            running += 1
            if isHanging(run, at: now) { hanging += 1 }
        }
        return (running, hanging)
    }

    /// Takes a place.
    ///
    /// - Returns: false when the device is worked on already.
    mutating func take(_ device: Device.ID, at site: Site.ID, in lane: RunLane, now: ContinuousClock.Instant) -> Bool {
        guard runs[device] == nil else { return false }
        runs[device] = Run(site: site, lane: lane, since: now)
        if lane != .ahead { runsAtSites[site, default: []].insert(device) }
        return true
    }

    /// Gives the place of a device back.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - isProven: whether the device could be worked on; nil when it was not even tried.
    mutating func giveBack(_ device: Device.ID, isProven: Bool?) {
        guard let run = runs.removeValue(forKey: device) else { return }
        runsAtSites[run.site]?.remove(device)
        if runsAtSites[run.site]?.isEmpty == true { runsAtSites[run.site] = nil }
        switch isProven {
        case true?: proven.insert(device)
        case false?: proven.remove(device)
        case nil: break
        }
    }
}
