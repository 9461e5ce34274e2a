/// A guest's attempt to log in, as a form of the login page or `/ip/hotspot/active/login` gives it.
struct GuestLogin: Sendable {
    var user: WordBytes
    /// Nil for a cookie, which needs none.
    var password: WordBytes?
    var address: IPv4
    var mac: HardwareAddress
    var method: GuestLoginMethod
    var traffic: GuestTraffic
}

/// Why a guest is not let in, in the default texts of `errors.txt` (manual, hotspot customisation page).
enum GuestLoginRefusal: Error, Hashable, Sendable {
    case invalidUser
    case wrongMAC(user: String)
    case sessionLimit(user: String)
    case uptimeLimit(user: String)
    case trafficLimit(user: String)
    case notAllowedByDeviceMode
    case noServer
    case alreadyLoggedIn(address: String)

    var text: String {
        switch self {
        case .invalidUser: "invalid username or password"
        case .wrongMAC(let user): "user \(user) is not allowed to log in from this MAC address"
        case .sessionLimit(let user): "no more sessions are allowed for user \(user)"
        case .uptimeLimit(let user): "user \(user) has reached uptime limit"
        case .trafficLimit(let user): "user \(user) has reached traffic limit"
        case .notAllowedByDeviceMode: "not allowed by device-mode"
        // ASSUMED: no source has the text for a router without a hotspot server.
        case .noServer: "no hotspot server"
        // The text of an older manual (v2.8, HotSpot page).
        case .alreadyLoggedIn(let address): "IP \(address) is already logged in"
        }
    }
}
