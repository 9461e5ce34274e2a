import GatewayDomain
import RouterOSAPI

/// How rows of `/ip/hotspot/cookie` are asked for and read: for nothing but to be removed.
enum CookieReading {
    static let menu = "/ip/hotspot/cookie"

    /// Asks for all of them.
    static let all = Command("\(menu)/print").proplist([".id", "user", "mac-address"])

    /// Asks for those of some users.
    static func command(users: ArraySlice<String>) -> Command {
        all.filtered(by: .any(users.map { .equal("user", $0) }))
    }

    /// The cookie in a row, or nil when the row has no id or no user.
    static func cookie(_ row: Row) -> ObservedCookie? {
        guard let id = row.id, let user = row.text("user"), !user.isEmpty else { return nil }
        return ObservedCookie(id: id, user: user, macAddress: row.hardwareAddress("mac-address"))
    }
}
