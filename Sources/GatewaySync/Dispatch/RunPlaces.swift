import GatewayDomain

/// The places for runs: those for ordinary work, and others for names that changed, which must not wait for a place.
///
/// A run in a place ahead takes a few round trips. One that takes longer hangs on a device that is slow or dead, and no longer
/// counts, so that a great many of those hold nobody up; only all of them together are bounded.
struct RunPlaces {
    /// How many runs of ordinary work there may be at once.
    let ordinaryMaximum: Int
    /// How many runs of names that changed there may be at once, not counting those that hang.
    let aheadMaximum: Int
    /// From when on a run of names that changed is taken to hang.
    static let patience: Duration = .seconds(2)
    /// How many times ``aheadMaximum`` there may be at once, with those that hang.
    static let hangingFactor = 4

    private var ordinary: Set<Device.ID> = []
    private var ahead: [Device.ID: ContinuousClock.Instant] = [:]

    init(ordinaryMaximum: Int, aheadMaximum: Int) {
        self.ordinaryMaximum = ordinaryMaximum
        self.aheadMaximum = aheadMaximum
    }

    /// The devices that are worked on.
    var busy: Set<Device.ID> { ordinary.union(ahead.keys) }

    /// Whether nothing is worked on.
    var isEmpty: Bool { ordinary.isEmpty && ahead.isEmpty }

    /// How many more runs there may be.
    ///
    /// - Parameter now: the time.
    /// - Returns: free places for ordinary work, and for names that changed.
    func free(at now: ContinuousClock.Instant) -> (ordinary: Int, ahead: Int) {
        let prompt = ahead.values.count { now - $0 < Self.patience }
        let room = min(aheadMaximum - prompt, aheadMaximum * Self.hangingFactor - ahead.count)
        return (max(0, ordinaryMaximum - ordinary.count), max(0, room))
    }

    /// Takes a place.
    mutating func take(_ device: Device.ID, isAhead: Bool, now: ContinuousClock.Instant) {
        if isAhead { ahead[device] = now } else { ordinary.insert(device) }
    }

    /// Gives the place of a device back.
    mutating func giveBack(_ device: Device.ID) {
        ordinary.remove(device)
        ahead[device] = nil
    }
}
