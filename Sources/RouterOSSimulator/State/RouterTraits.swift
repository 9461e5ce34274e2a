/// What kind of device a simulated router is.
struct RouterTraits: Sendable, Hashable {
    var boardName = "hAP ax^2"
    var identity = "MikroTik"
    var totalFlashBytes: Int64 = 134_217_728
    var freeFlashBytes: Int64 = 67_108_864
    var totalMemoryBytes: Int64 = 1_073_741_824
    var isHotspotAllowed = true
    var timeZoneName = "UTC"
    var timeZoneOffsetSeconds: Int64 = 0
    /// The name of the certificate of `api-ssl`, or nil for none.
    var apiCertificate: String?
    var apiPort: Int64 = 8728
    var apiSSLPort: Int64 = 8729
    var isAPIEnabled = true
    var isAPISSLEnabled = true
    /// Names that other menus would hold, which are not simulated.
    var interfaces: Set<String> = [
        "bridge", "ether1", "ether2", "ether3", "ether4", "ether5", "wlan1", "wifi1", "wifi2",
    ]
    /// Out of its box, instead of after `/ip hotspot setup`.
    var isBare = false
    /// Whether the package of the hotspot is installed; on some boards it is one of its own (reported for smips, 7.20).
    var hasHotspotPackage = true
    /// Whether a user of all servers stands in the way of one with that name on a single server, and the reverse.
    ///
    /// Unknown for hotspot users; static DHCP leases behave so (measured on 7.23.7 by dopyrory3/mikrotik-ha-manager).
    var allServersCollide = true
    /// What the router's name server knows.
    var hostNames: [String: String] = [:]
    var defaultTraffic = GuestTraffic(bytesInPerSecond: 2000, bytesOutPerSecond: 20_000)
}
