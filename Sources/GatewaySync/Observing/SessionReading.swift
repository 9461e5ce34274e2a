import GatewayDomain
import RouterOSAPI

/// How rows of `/ip/hotspot/active` are asked for and read.
enum SessionReading {
    static let menu = "/ip/hotspot/active"

    static let properties = [".id", "user", "mac-address", "address", "server", "uptime", "bytes-in", "bytes-out"]

    /// Asks for all sessions, or for those of some users.
    static func command(users: ArraySlice<String>? = nil) -> Command {
        let command = Command("\(menu)/print").proplist(properties)
        guard let users else { return command }
        return command.filtered(by: .any(users.map { .equal("user", $0) }))
    }

    /// The session in a row that arrived at a moment; nil when the row has no id or no user.
    ///
    /// Counted back from then it never seems to have begun before it did: nobody is put out for a login that is newer than the reason.
    static func session(_ row: Row, arrivedAt: Timestamp) -> ObservedSession? {
        guard let id = row.id, let user = row.text("user"), !user.isEmpty else { return nil }
        var session = ObservedSession(id: id, user: user)
        session.macAddress = row.hardwareAddress("mac-address")
        session.address = row.text("address")
        session.server = row.text("server")
        session.uptimeSeconds = row.seconds("uptime") ?? 0
        session.startedAt = arrivedAt - .seconds(session.uptimeSeconds)
        session.bytesIn = row.count("bytes-in") ?? 0
        session.bytesOut = row.count("bytes-out") ?? 0
        return session
    }
}
