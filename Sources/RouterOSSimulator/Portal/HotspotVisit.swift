/// One request to the hotspot's pages, with all that their variables tell about it.
struct HotspotVisit {
    let request: HotspotRequest
    let now: Duration
    /// The router's identity.
    let identity: String
    /// The hotspot server's name and interface.
    let server: (name: String, interface: String)
    /// The DNS name of the server's profile, or its address.
    let hostname: String
    /// `login-by` of the server's profile.
    let methods: Set<String>
    /// Where the pages are, for example `http://10.5.50.1`.
    let base: String
    /// The subdirectory that the guest chose, with a slash behind it; may be empty.
    let target: String
    /// The guest's session, if there is one, or the one that this request ended.
    var session: ActiveSession?
    /// Whether the guest is in now.
    var isLoggedIn = false
    /// What the guest gave as a name.
    var typedUser = ""
    var error = ""
    var originalError = ""
    var challenge: HotspotChallenge?
    /// Where a page that sends the guest on sends him.
    var redirect = ""

    func link(_ page: String) -> String { "\(self.base)/\(self.target)\(page)" }

    /// The URL that was asked for before the login page was.
    var origin: String { self.request.fields["dst"] ?? "" }

    /// The login page's address, with what was asked for.
    var loginLink: String {
        self.origin.isEmpty ? self.link("login") : self.link("login") + "?dst=" + FormText.encoded(self.origin)
    }

    /// A variable's value; empty for one that there is not (names and examples: manual, HotSpot customisation page).
    func value(_ name: String) -> String {
        switch name {
        case "hostname": self.hostname
        case "identity": self.identity
        case "server-name": self.server.name
        case "interface-name": self.server.interface
        case "server-address": self.request.authority
        case "plain-passwd": self.methods.contains("http-pap") ? "yes" : "no"
        case "ssl-login", "trial", "advert-pending", "blocked": "no"
        case "login-by": self.session?.method.rawValue ?? ""
        case "logged-in": self.isLoggedIn ? "yes" : "no"
        case "link-login": self.loginLink
        case "link-login-only": self.link("login")
        case "link-logout": self.link("logout")
        case "link-status": self.link("status")
        case "link-orig": self.origin
        case "link-redirect": self.redirect
        case "ip", "host-ip": self.request.address.text
        case "mac": self.request.mac.text
        case "username": self.session?.user.text ?? self.typedUser
        case "error": self.error
        case "error-orig": self.originalError
        case "chap-id": self.challenge.map { HotspotChallenge.escaped([$0.id]) } ?? ""
        case "chap-challenge": self.challenge.map { HotspotChallenge.escaped($0.challenge) } ?? ""
        case "session-id", "var", "popup", "domain": self.request.fields[name] ?? ""
        case "user-agent": self.request.headers["user-agent"] ?? ""
        case _ where name.hasPrefix("http-header-"):
            self.request.headers[String(name.dropFirst("http-header-".count)).lowercased()] ?? ""
        default: self.sessionValue(name)
        }
    }

    private func sessionValue(_ name: String) -> String {
        let usage = self.session?.usage(at: self.now)
        let left = self.session?.timeLeft(at: self.now)
        switch name {
        case "session-timeout", "session-time-left": return left.map { DurationText.writeSeconds($0).text } ?? ""
        case "session-timeout-secs", "session-time-left-secs": return Self.seconds(left)
        case "uptime": return usage.map { DurationText.writeSeconds($0.uptime).text } ?? ""
        case "uptime-secs": return Self.seconds(usage?.uptime)
        case "idle-timeout": return self.session?.idleTimeout.map { DurationText.write($0).text } ?? ""
        case "idle-timeout-secs": return Self.seconds(self.session?.idleTimeout)
        // `status-autorefresh` of a user profile is 1m unless it was set (manual, HotSpot user profiles).
        case "refresh-timeout": return self.isLoggedIn ? "1m" : ""
        case "refresh-timeout-secs": return self.isLoggedIn ? "60" : "0"
        case "bytes-in", "bytes-in-nice": return usage.map { String($0.bytesIn) } ?? ""
        case "bytes-out", "bytes-out-nice": return usage.map { String($0.bytesOut) } ?? ""
        case "packets-in": return usage.map { String($0.packetsIn) } ?? ""
        case "packets-out": return usage.map { String($0.packetsOut) } ?? ""
        case "limit-bytes-in": return self.session?.bytesInLeftAtLogin.map { String($0) } ?? "---"
        case "limit-bytes-out": return self.session?.bytesOutLeftAtLogin.map { String($0) } ?? "---"
        case "remain-bytes-in": return Self.left(self.session?.bytesInLeftAtLogin, of: usage?.bytesIn)
        case "remain-bytes-out": return Self.left(self.session?.bytesOutLeftAtLogin, of: usage?.bytesOut)
        default: return ""
        }
    }

    private static func seconds(_ duration: Duration?) -> String {
        String((duration?.wholeMilliseconds ?? 0) / 1000)
    }

    private static func left(_ limit: Int64?, of used: Int64?) -> String {
        limit.map { String(max(0, $0 - (used ?? 0))) } ?? "---"
    }
}
