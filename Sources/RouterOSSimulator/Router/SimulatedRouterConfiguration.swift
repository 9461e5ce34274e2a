public import RouterOSAPI

/// What a simulated router is like when it is started.
public struct SimulatedRouterConfiguration: Sendable {
    /// How the API is reached.
    public enum Transport: Sendable {
        /// `api-ssl` with a certificate: the one given, or one that the router makes itself.
        case certificate(TLSServerIdentity? = nil)
        /// `api-ssl` without a certificate, the state from the factory: anonymous Diffie-Hellman only, so a normal TLS
        /// client is refused.
        case anonymous
        /// Plain `api`.
        case off
    }

    /// The version of RouterOS.
    ///
    /// Default 7.22.3.
    public var version: RouterOSVersion
    /// How the API is reached.
    ///
    /// Default: a certificate that the router makes itself.
    public var tls: Transport
    /// The address to listen on.
    ///
    /// Default 127.0.0.1.
    public var host: String
    /// The port to listen on; 0 for a free one.
    ///
    /// Default 0.
    public var port: Int
    /// The administrator's name.
    ///
    /// Default `admin`.
    public var user: String
    /// The administrator's password.
    ///
    /// Default `simulated`.
    public var password: String
    /// What the administrator may do.
    ///
    /// Default: everything.
    public var policies: Set<SimulatedAccount.Policy>
    /// What is wrong from the start.
    ///
    /// Default: nothing.
    public var faults: SimulatedRouterFaults
    /// Decides the order of concurrent commands, where writes are split, and challenges.
    ///
    /// Default 1.
    public var seed: UInt64
    /// Simulated seconds for each real one; 0 stands still until ``SimulatedRouter/advanceClock(by:)``.
    ///
    /// Default 1.
    public var clockSpeed: Double
    /// The router's own clock at the start, in seconds since 1970.
    ///
    /// Default nil, this machine's time.
    public var clockStart: Int64?
    /// What time servers say at the start, in seconds since 1970.
    ///
    /// Default nil, this machine's time.
    public var timeServerStart: Int64?
    /// The time zone of the router's clock by its name, and how far its local time is ahead of UTC, in seconds.
    ///
    /// Default `UTC` and 0. The name is shown and decides nothing: the shift stays the same all year.
    public var timeZone: (name: String, offsetSeconds: Int64)
    /// What `/system/identity` says.
    ///
    /// Default `MikroTik`.
    public var identity: String
    /// Whether device-mode allows the hotspot.
    ///
    /// Default true; from the factory it is not on home routers since 7.17.
    public var isHotspotAllowed: Bool
    /// Whether the router is as it comes out of its box: no hotspot, no time server.
    ///
    /// Default false. ``factory(version:)`` has everything else that belongs to it.
    public var isFactoryDefault: Bool
    /// Whether the package of the hotspot is installed.
    ///
    /// Default true; without it there is no menu `/ip/hotspot`.
    public var hasHotspotPackage = true
    /// What the router's name server knows: names in lower case and addresses.
    ///
    /// Default: nothing.
    public var hostNames: [String: String]
    /// Flash memory for files, in bytes; the hotspot's pages are the first that take of it.
    ///
    /// Default 64 MiB.
    public var freeFlashBytes: Int64
    /// What a guest moves who logs in by `/ip/hotspot/active/login`.
    ///
    /// Default 2 kB/s up, 20 kB/s down.
    public var guestTraffic: GuestTraffic

    /// Where browsers reach the hotspot's pages; port 0 for a free one.
    ///
    /// Default nil: nowhere.
    public var portal: (host: String, port: Int)?

    /// Time before a command is looked at, as the network would take it.
    ///
    /// Default none. The same as ``SimulatedRouterFaults/latency``.
    public var latency: Duration {
        get { self.faults.latency }
        set { self.faults.latency = newValue }
    }

    /// Describes a router.
    ///
    /// - Parameters:
    ///   - version: the version of RouterOS. Default 7.22.3.
    ///   - tls: how the API is reached. Default: a certificate that the router makes itself.
    ///   - host: the address to listen on. Default 127.0.0.1.
    ///   - port: the port to listen on; 0 for a free one. Default 0.
    ///   - user: the administrator's name. Default `admin`.
    ///   - password: the administrator's password. Default `simulated`.
    ///   - latency: time before a command is looked at. Default none.
    ///   - seed: decides all that is random. Default 1.
    ///   - clockSpeed: simulated seconds for each real one. Default 1.
    public init(
        version: RouterOSVersion = RouterOSVersion(7, 22, 3),
        tls: Transport = .certificate(),
        host: String = "127.0.0.1",
        port: Int = 0,
        user: String = "admin",
        password: String = "simulated",
        latency: Duration = .zero,
        seed: UInt64 = 1,
        clockSpeed: Double = 1
    ) {
        self.version = version
        self.tls = tls
        self.host = host
        self.port = port
        self.user = user
        self.password = password
        self.policies = Set(SimulatedAccount.Policy.allCases)
        self.faults = SimulatedRouterFaults()
        self.seed = seed
        self.clockSpeed = clockSpeed
        self.clockStart = nil
        self.timeServerStart = nil
        self.timeZone = ("UTC", 0)
        self.identity = "MikroTik"
        self.isHotspotAllowed = true
        self.isFactoryDefault = false
        self.hostNames = [:]
        self.portal = nil
        self.freeFlashBytes = 67_108_864
        self.guestTraffic = GuestTraffic(bytesInPerSecond: 2000, bytesOutPerSecond: 20_000)
        self.faults.latency = latency
    }
}
