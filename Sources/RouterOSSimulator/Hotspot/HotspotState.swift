/// What the hotspot knows about guests, apart from configuration.
struct HotspotState: Sendable {
    /// The sessions in the order of their logins.
    var sessions: [ActiveSession] = []
    var hosts: [HotspotHost] = []
    var cookies: [HotspotCookie] = []
    /// What the login page that each address saw last may answer.
    var challenges: [IPv4: HotspotChallenge] = [:]
    var nextHostID: UInt32 = 1
    var nextCookieID: UInt32 = 1

    func session(_ id: RowID) -> ActiveSession? {
        self.sessions.first { $0.id == id }
    }

    /// What ends next, if anything: a session, a host that fell silent, or a cookie.
    func nextDeadline(hostTimeout: Duration) -> Duration? {
        var deadlines = self.sessions.compactMap { $0.end?.at }
        deadlines += self.hosts.compactMap { $0.silentSince.map { $0 + hostTimeout } }
        deadlines += self.cookies.map(\.expiresAt)
        return deadlines.min()
    }
}
