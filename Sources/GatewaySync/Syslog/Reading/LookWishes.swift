import GatewayDomain

/// The users that lines make us look at, until the store has heard of them: bounded for each device, in names and in looks a minute.
struct LookWishes: Sendable {
    /// So many names wait for one device: what one look compares.
    static let namesMaximum = Scope.namesMaximum

    private let looksPerMinute: Int
    private var names: [Device.ID: Set<String>] = [:]
    private var buckets: [Device.ID: TokenBucket] = [:]

    /// Wishes nothing yet.
    ///
    /// - Parameter looksPerMinute: how many looks a minute, and at once, a device has to bear.
    init(looksPerMinute: Int) {
        self.looksPerMinute = looksPerMinute
    }

    /// Wishes to look at users of a device.
    ///
    /// - Parameters:
    ///   - users: the users.
    ///   - device: the device.
    /// - Returns: whether all could be kept.
    mutating func add(_ users: Set<String>, at device: Device.ID) -> Bool {
        var waiting = names[device] ?? []
        defer { names[device] = waiting }
        for user in users {
            guard waiting.count < Self.namesMaximum || waiting.contains(user) else { return false }
            waiting.insert(user)
        }
        return true
    }

    /// Takes what may be asked for now; the rest waits until its device has rested.
    ///
    /// - Parameter now: the time.
    /// - Returns: the users by device, in the order of the devices.
    mutating func take(at now: Timestamp) -> [(device: Device.ID, users: Set<String>)] {
        let ready = names.keys.filter { device in
            // A copy: only a look that came about is counted.
            var bucket = buckets[device] ?? TokenBucket(perMinute: looksPerMinute, at: now)
            return bucket.take(at: now) == nil
        }
        return ready.sorted { $0.rawValue < $1.rawValue }.map { ($0, names.removeValue(forKey: $0) ?? []) }
    }

    /// Counts a look that came about.
    mutating func looked(at device: Device.ID, now: Timestamp) {
        _ = buckets[device, default: TokenBucket(perMinute: looksPerMinute, at: now)].take(at: now)
    }

    /// Forgets what makes no difference any more.
    mutating func tidy(now: Timestamp) {
        buckets = buckets.filter { !$0.value.isFull(at: now) }
    }
}
