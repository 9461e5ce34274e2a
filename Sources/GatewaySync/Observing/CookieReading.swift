import RouterOSAPI

/// How rows of `/ip/hotspot/cookie` are asked for and read: by their user, and for nothing but to be removed.
enum CookieReading {
    static let menu = "/ip/hotspot/cookie"

    /// Asks for those of some users.
    static func command(users: ArraySlice<String>) -> Command {
        Command("\(menu)/print").proplist([".id"]).filtered(by: .any(users.map { .equal("user", $0) }))
    }
}
