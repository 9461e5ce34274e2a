/// A guest's attempt to log in, as a form of the login page or `/ip/hotspot/active/login` gives it.
struct GuestLogin: Sendable {
    var user: WordBytes
    /// Nil for a cookie, which needs none.
    var password: WordBytes?
    var address: IPv4
    var mac: HardwareAddress
    var method: GuestLoginMethod
    var traffic: GuestTraffic
    /// An answer to the login page's challenge, in place of the password.
    var proof: HotspotProof?
    /// The texts of the page's `errors.txt`, which also stand in the log (the comments of a router's own file).
    var errorTexts: HotspotErrorTexts?

    /// What the log says of a refusal.
    func wording(of refusal: GuestLoginRefusal) -> String {
        self.errorTexts?.text(of: refusal, user: self.user.text, address: self.address) ?? refusal.text
    }
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
    case challengeMissing

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
        case .challengeMissing: "web browser did not send challenge response (try again, enable JavaScript)"
        }
    }

    /// Its key in `errors.txt`.
    ///
    /// ASSUMED: the keys of those that the file's comments do not name: device-mode, no server, and already logged in.
    var key: String {
        switch self {
        case .invalidUser: "invalid-username"
        case .wrongMAC: "invalid-mac"
        case .sessionLimit: "user-session-limit"
        case .uptimeLimit: "uptime-limit"
        case .trafficLimit: "traffic-limit"
        case .notAllowedByDeviceMode, .alreadyLoggedIn: "internal-error"
        case .noServer: "config-error"
        case .challengeMissing: "chap-missing"
        }
    }

    /// Whether the hotspot itself is at fault, and not what was typed: `error.html` is for these.
    var isFatal: Bool { ["internal-error", "config-error"].contains(self.key) }
}
