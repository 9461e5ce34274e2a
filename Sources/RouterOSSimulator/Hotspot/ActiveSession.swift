/// How a guest came in (values of `login-by`: manual, HotSpot page).
public enum GuestLoginMethod: String, Sendable, Hashable {
    /// A form whose password is hashed by the page.
    case httpCHAP = "http-chap"
    /// A form with the password in clear.
    case httpPAP = "http-pap"
    /// A cookie in the browser.
    case cookie
    /// The device's MAC address, remembered by the router.
    case macCookie = "mac-cookie"
}

/// The data that a guest moves, per second, seen from the router: *in* comes from the guest.
public struct GuestTraffic: Sendable, Hashable {
    /// Bytes per second that the guest sends.
    public var bytesInPerSecond: Int64
    /// Bytes per second that the guest receives.
    public var bytesOutPerSecond: Int64

    /// Nothing at all.
    public static let none = GuestTraffic(bytesInPerSecond: 0, bytesOutPerSecond: 0)

    /// Describes traffic.
    ///
    /// - Parameters:
    ///   - bytesInPerSecond: bytes per second that the guest sends. Not negative.
    ///   - bytesOutPerSecond: bytes per second that the guest receives. Not negative.
    public init(bytesInPerSecond: Int64, bytesOutPerSecond: Int64) {
        self.bytesInPerSecond = max(0, bytesInPerSecond)
        self.bytesOutPerSecond = max(0, bytesOutPerSecond)
    }
}

/// A guest who is logged in: a row of `/ip/hotspot/active`.
///
/// Limits are copied at login: a later change of the user or profile does not touch a running session (reported;
/// undocumented).
struct ActiveSession: Sendable {
    /// The guest's address as a number: `*C0A80A08` is 192.168.10.8 (EvilFreelancer/routeros-api-php#118).
    var id: RowID { RowID(self.address.number) }

    let address: IPv4
    let mac: HardwareAddress
    let server: RowReference?
    let user: WordBytes
    /// The user's row at login.
    ///
    /// The counters are booked there at logout, if it is still the same row.
    let userRow: RowReference
    let method: GuestLoginMethod
    let startedAt: Duration
    let sessionTimeout: Duration?
    let uptimeLeftAtLogin: Duration?
    let bytesInLeftAtLogin: Int64?
    let bytesOutLeftAtLogin: Int64?
    let bytesTotalLeftAtLogin: Int64?
    let keepaliveTimeout: Duration?
    let idleTimeout: Duration?
    var traffic: GuestTraffic
    /// When the guest was last heard of; nil while he is there.
    var silentSince: Duration?
    /// What was moved before ``countedAt``.
    private(set) var counted = UsageCounters()
    private var countedAt: Duration
    var comment: WordBytes?

    init(
        address: IPv4,
        mac: HardwareAddress,
        server: RowReference?,
        user: TableRow,
        method: GuestLoginMethod,
        limits: SessionLimits,
        traffic: GuestTraffic,
        now: Duration
    ) {
        self.address = address
        self.mac = mac
        self.server = server
        self.user = user.bytes("name") ?? ""
        self.userRow = user.reference
        self.method = method
        self.startedAt = now
        self.sessionTimeout = limits.sessionTimeout
        self.uptimeLeftAtLogin = limits.uptimeLeft
        self.bytesInLeftAtLogin = limits.bytesInLeft
        self.bytesOutLeftAtLogin = limits.bytesOutLeft
        self.bytesTotalLeftAtLogin = limits.bytesTotalLeft
        self.keepaliveTimeout = limits.keepaliveTimeout
        self.idleTimeout = limits.idleTimeout
        self.traffic = traffic
        self.countedAt = now
    }

    /// What the session has used until now.
    func usage(at now: Duration) -> UsageCounters {
        var usage = self.counted
        let milliseconds = max(0, (min(now, self.silentSince ?? now) - self.countedAt).wholeMilliseconds)
        usage.bytesIn += Self.bytes(self.traffic.bytesInPerSecond, milliseconds: milliseconds)
        usage.bytesOut += Self.bytes(self.traffic.bytesOutPerSecond, milliseconds: milliseconds)
        usage.uptime = now - self.startedAt
        // ASSUMED: packets of about 1,000 bytes; only their being counted matters.
        usage.packetsIn = (usage.bytesIn + 999) / 1000
        usage.packetsOut = (usage.bytesOut + 999) / 1000
        return usage
    }

    mutating func move(bytesIn: Int64, bytesOut: Int64, now: Duration) {
        self.counted = self.usage(at: now)
        self.counted.bytesIn += max(0, bytesIn)
        self.counted.bytesOut += max(0, bytesOut)
        self.countedAt = now
    }

    /// The guest's device goes out of reach.
    mutating func goSilent(now: Duration) {
        self.counted = self.usage(at: now)
        self.countedAt = now
        self.silentSince = now
    }

    /// What is left of the session's time, where any limit applies.
    func timeLeft(at now: Duration) -> Duration? {
        let uptime = now - self.startedAt
        let limits = [self.sessionTimeout, self.uptimeLeftAtLogin].compactMap { $0 }
        return limits.min().map { max(.zero, $0 - uptime) }
    }

    /// When and why the router will end this session, as things stand.
    var end: (at: Duration, reason: LogoutReason)? {
        // Seen from the last count, so that an end in the past is found where it was.
        let counted = self.countedAt
        var ends: [(at: Duration, reason: LogoutReason)] = []
        if let left = self.timeLeft(at: counted) { ends.append((counted + left, .sessionTimeout)) }
        if let at = self.trafficEnd(at: counted) { ends.append((at, .trafficLimit)) }
        if let silentSince {
            if let keepaliveTimeout { ends.append((silentSince + keepaliveTimeout, .keepaliveTimeout)) }
            if let idleTimeout { ends.append((silentSince + idleTimeout, .idleTimeout)) }
        }
        return ends.min { $0.at < $1.at }
    }

    private func trafficEnd(at now: Duration) -> Duration? {
        let usage = self.usage(at: now)
        let isMoving = self.silentSince == nil
        let rateIn = isMoving ? self.traffic.bytesInPerSecond : 0
        let rateOut = isMoving ? self.traffic.bytesOutPerSecond : 0
        let limits: [(left: Int64?, used: Int64, rate: Int64)] = [
            (self.bytesInLeftAtLogin, usage.bytesIn, rateIn),
            (self.bytesOutLeftAtLogin, usage.bytesOut, rateOut),
            (self.bytesTotalLeftAtLogin, usage.bytesIn + usage.bytesOut, rateIn + rateOut),
        ]
        return limits.compactMap { limit -> Duration? in
            guard let left = limit.left else { return nil }
            if limit.used >= left { return now }
            guard limit.rate > 0 else { return nil }
            // Rounded up, so that the limit is reached at that moment.
            return now + .milliseconds(Self.milliseconds(bytes: left - limit.used, rate: limit.rate))
        }.min()
    }

    private static func bytes(_ rate: Int64, milliseconds: Int64) -> Int64 {
        let (product, tooLarge) = rate.multipliedReportingOverflow(by: milliseconds)
        return tooLarge ? Int64.max / 4 : product / 1000
    }

    private static func milliseconds(bytes: Int64, rate: Int64) -> Int64 {
        let (product, tooLarge) = bytes.multipliedReportingOverflow(by: 1000)
        return tooLarge ? bytes / rate * 1000 + 1000 : (product + rate - 1) / rate
    }
}

/// What a session may use, as known at login.
struct SessionLimits: Sendable {
    var sessionTimeout: Duration?
    var uptimeLeft: Duration?
    var bytesInLeft: Int64?
    var bytesOutLeft: Int64?
    var bytesTotalLeft: Int64?
    var keepaliveTimeout: Duration?
    var idleTimeout: Duration?
}

/// Why a session ended, in the words of the log (real lines collected in public repositories).
enum LogoutReason: String, Sendable {
    case userRequest = "user request"
    case adminReset = "admin reset"
    case trafficLimit = "traffic limit reached"
    case keepaliveTimeout = "keepalive timeout"
    /// ASSUMED wording: plausible, not seen verbatim.
    case sessionTimeout = "session timeout"
    /// ASSUMED wording: plausible, not seen verbatim.
    case idleTimeout = "idle timeout"
    /// ASSUMED wording: `errors.txt` has such a key for logins.
    case shuttingDown = "hotspot service is shutting down"
}
