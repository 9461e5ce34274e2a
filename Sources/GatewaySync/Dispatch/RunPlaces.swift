import GatewayDomain

/// The places for runs, a number of them for each lane, and who has them.
///
/// A run that takes longer than two seconds hangs on a device that is slow or dead, or has much to write. Its place is given back at
/// once, and from then on it counts as one of the doubtful lane, where it takes no place either: however many devices fall silent at the
/// same moment, none of them holds another up but where very many hang at its own site. A device whose run hung is doubtful until one does not.
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
        static let patience: Duration = .seconds(2)

        /// When so many times a lane's places hang, it goes on with a quarter of them; names that changed go on.
        ///
        /// Each of those runs costs memory: a whole fleet may be out of reach, and a machine that is too busy has all of them take long.
        static let hangingFactor = 16

        /// How many times a site's places may hang there: a thin line is not shared by all routers behind it.
        static let siteHangingFactor = 4

        /// How many of all runs the doubtful lane never begins: with few connections, dead devices do not get all of them.
        var sparedRuns: Int { runsMaximum / 4 }
    }

    private struct Run {
        let number: Int
        let site: Site.ID
        let lane: RunLane
        var hangs = false
    }

    /// A run that may begin to hang.
    private struct Watched {
        let device: Device.ID
        let number: Int
        let hangsAt: ContinuousClock.Instant
    }

    /// How many runs there may be; fewer than there are let those end, and begin none.
    var bounds: Bounds
    private var runs: [Device.ID: Run] = [:]
    /// How many runs take a place, in each lane and at each site.
    private var prompt: [RunLane: Int] = [:]
    private var promptAtSites: [Site.ID: Int] = [:]
    private var hangingAtSites: [Site.ID: Int] = [:]
    /// How many runs hang, whichever lane they began in.
    private var hanging = 0
    /// The runs of each lane in the order in which they began, and how many of them are dealt with.
    private var watched: [RunLane: ArraySlice<Watched>] = [:]
    private var count = 0
    /// The devices whose last run in this process did not fail, nor hang.
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

    /// Whether the last run of a device in this process neither failed nor hung.
    func isProven(_ device: Device.ID) -> Bool { proven.contains(device) }

    /// The devices of which it is known.
    var provenDevices: Set<Device.ID> { proven }

    /// Forgets devices that are no more.
    mutating func forget(_ devices: Set<Device.ID>) {
        proven.subtract(devices)
    }

    /// How many more runs there may be at once in a lane.
    mutating func room(in lane: RunLane, at now: ContinuousClock.Instant) -> Int {
        settle(at: now)
        let maximum = bounds.maximum[lane] ?? 0
        var places = maximum
        var all = bounds.runsMaximum
        if lane != .ahead, hanging >= maximum * Bounds.hangingFactor { places = min(maximum, max(1, maximum / 4)) }
        if lane == .doubtful { all -= bounds.sparedRuns }
        return max(0, min(places - prompt[lane, default: 0], all - runs.count))
    }

    /// Whether one more run may begin at a site, as far as ``room(in:at:)`` was asked.
    func hasRoom(at site: Site.ID, in lane: RunLane) -> Bool {
        lane == .ahead
            || promptAtSites[site, default: 0] < bounds.siteMaximum
                && hangingAtSites[site, default: 0] < bounds.siteMaximum * Bounds.siteHangingFactor
    }

    /// How many runs there are in a lane, and how many of them hang: those are of the doubtful lane, wherever they began.
    mutating func count(in lane: RunLane, at now: ContinuousClock.Instant) -> (running: Int, hanging: Int) {
        settle(at: now)
        let hanging = lane == .doubtful ? hanging : 0
        return (prompt[lane, default: 0] + hanging, hanging)
    }

    /// Takes a place.
    ///
    /// - Returns: false when the device is worked on already.
    mutating func take(_ device: Device.ID, at site: Site.ID, in lane: RunLane, now: ContinuousClock.Instant) -> Bool {
        guard runs[device] == nil else { return false }
        count += 1
        runs[device] = Run(number: count, site: site, lane: lane)
        prompt[lane, default: 0] += 1
        if lane != .ahead { promptAtSites[site, default: 0] += 1 }
        let watch = Watched(device: device, number: count, hangsAt: now + Bounds.patience)
        watched[lane, default: []].append(watch)
        return true
    }

    /// Gives the place of a device back.
    ///
    /// - Parameters:
    ///   - device: the device.
    ///   - isProven: whether the device could be worked on; nil when it was not even tried.
    ///   - now: the time.
    mutating func giveBack(_ device: Device.ID, isProven: Bool?, now: ContinuousClock.Instant) {
        settle(at: now)
        guard let run = runs.removeValue(forKey: device) else { return }
        if run.hangs { endHanging(run) } else { leavePlace(of: run) }
        switch isProven {
        case true? where !run.hangs: proven.insert(device)
        case true?, false?: proven.remove(device)
        case nil: break
        }
    }

    /// Takes back the places of runs that hang by now.
    private mutating func settle(at now: ContinuousClock.Instant) {
        for lane in RunLane.allCases {
            while let first = watched[lane]?.first {
                let isOver = runs[first.device]?.number != first.number
                guard isOver || first.hangsAt <= now else { break }
                watched[lane]?.removeFirst()
                guard !isOver, let run = runs[first.device] else { continue }
                runs[first.device]?.hangs = true
                hanging += 1
                if run.lane != .ahead { hangingAtSites[run.site, default: 0] += 1 }
                leavePlace(of: run)
            }
        }
    }

    private mutating func leavePlace(of run: Run) {
        prompt[run.lane, default: 0] -= 1
        if run.lane != .ahead { Self.countDown(&promptAtSites, run.site) }
    }

    private mutating func endHanging(_ run: Run) {
        hanging -= 1
        if run.lane != .ahead { Self.countDown(&hangingAtSites, run.site) }
    }

    private static func countDown(_ counts: inout [Site.ID: Int], _ site: Site.ID) {
        let left = counts[site, default: 0] - 1
        counts[site] = left > 0 ? left : nil
    }
}
