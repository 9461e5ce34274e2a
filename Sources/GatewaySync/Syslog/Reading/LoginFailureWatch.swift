import GatewayDomain

/// Counts failed logins by site, and says when there are too many.
///
/// Somebody guesses codes, or a batch of printed vouchers has a fault: either way somebody should look. An alarm holds for as long as
/// the window; when failures go on behind it, another follows.
struct LoginFailureWatch: Sendable {
    /// A part of the window: it is forgotten part by part.
    private struct Slot {
        var index: Int64
        var count = 0
        var addresses: [String: Int] = [:]
    }

    private struct SiteCount {
        var slots: [Slot] = []
        var devices: Set<Device.ID> = []
        var last: (failure: FailedLogin, at: Timestamp)?
        var raisedAt: Timestamp?
    }

    /// Into so many parts the window is cut.
    private static let slotsMaximum: Int64 = 60
    /// So many addresses are told apart within a part of the window; what comes from others counts all the same.
    private static let addressesMaximum = 64
    /// So far apart two lines of one login come at the most.
    private static let copyDelayMaximum: Duration = .seconds(5)

    private let threshold: Int
    private let window: Duration
    private var sites: [Site.ID: SiteCount] = [:]

    /// Counts from nothing.
    ///
    /// - Parameters:
    ///   - threshold: how many within the window are too many.
    ///   - window: how far back failures count.
    init(threshold: Int, window: Duration) {
        self.threshold = threshold
        self.window = window
    }

    /// How many sites have failures that still count.
    var siteCount: Int { sites.count }

    /// Counts a failed login.
    ///
    /// - Parameters:
    ///   - failure: what was refused.
    ///   - site: where.
    ///   - devices: the routers that may have refused it.
    ///   - now: when.
    /// - Returns: the alarm, when there is one to raise.
    mutating func note(
        _ failure: FailedLogin,
        at site: Site.ID,
        devices: Set<Device.ID>,
        now: Timestamp
    ) -> LoginFailureAlarm? {
        var count = sites[site] ?? SiteCount()
        defer { sites[site] = count }
        if let last = count.last, failure.isCopy(of: last.failure), now - last.at <= Self.copyDelayMaximum {
            count.last = nil
            return nil
        }
        count.last = (failure, now)
        add(failure.address, to: &count, now: now)
        count.devices.formUnion(devices)
        let total = count.slots.reduce(0) { $0 + $1.count }
        let isQuiet = count.raisedAt.map { now < $0 || now - $0 >= window } ?? true
        guard total >= threshold, isQuiet else { return nil }
        count.raisedAt = now
        return alarm(count, at: site, total: total)
    }

    /// Takes back that an alarm was raised, since it could not be written down: the next failure raises it again.
    mutating func takeBack(_ alarm: LoginFailureAlarm) {
        sites[alarm.site]?.raisedAt = nil
    }

    /// Forgets sites where nothing has failed for as long as the window.
    mutating func tidy(now: Timestamp) {
        let oldest = slot(at: now) - Self.slotsMaximum
        sites = sites.filter { $0.value.slots.last.map { $0.index > oldest } ?? false }
    }

    private func add(_ address: String, to count: inout SiteCount, now: Timestamp) {
        // A clock that was set back counts on in the part that it had come to.
        let index = max(slot(at: now), count.slots.last?.index ?? .min)
        count.slots.removeAll { $0.index <= index - Self.slotsMaximum }
        if count.slots.isEmpty { count.devices = [] }
        if count.slots.last?.index != index { count.slots.append(Slot(index: index)) }
        let last = count.slots.count - 1
        count.slots[last].count += 1
        if count.slots[last].addresses[address] != nil || count.slots[last].addresses.count < Self.addressesMaximum {
            count.slots[last].addresses[address, default: 0] += 1
        }
    }

    private func alarm(_ count: SiteCount, at site: Site.ID, total: Int) -> LoginFailureAlarm {
        var addresses: [String: Int] = [:]
        for slot in count.slots { addresses.merge(slot.addresses) { $0 + $1 } }
        let ranked = addresses.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return LoginFailureAlarm(
            site: site,
            device: count.devices.count == 1 ? count.devices.first : nil,
            count: total,
            addresses: ranked.map { LoginFailureAlarm.Address(address: $0.key, count: $0.value) }
        )
    }

    private func slot(at time: Timestamp) -> Int64 {
        let length = max(1, window.wholeMilliseconds / Self.slotsMaximum)
        // Before 1970 is nobody's time: rounding toward it does no harm.
        return time.milliseconds / length
    }
}
