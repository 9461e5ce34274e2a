import GatewayDomain
import RouterOSAPI

/// How rows of `/ip/hotspot/user/profile` are asked for and read.
enum ProfileReading {
    static let menu = "/ip/hotspot/user/profile"

    /// Asks for all of them, without their hooks, which may be long.
    static let command = Command("\(menu)/print").proplist([".id", "name"] + DesiredProfile.comparedProperties)

    /// Asks for all of them, with their hooks.
    static let commandWithHooks = Command("\(menu)/print").proplist([".id", "name"] + properties)

    private static let properties = DesiredProfile.comparedProperties + ProfileHooks.properties

    /// The profile in a row, or nil when the row has no id.
    static func profile(_ row: Row) -> ObservedProfile? {
        guard let id = row.id else { return nil }
        return ObservedProfile(
            id: id,
            name: row.text("name") ?? "",
            properties: row.texts(of: properties)
        )
    }
}
