import GatewayDomain
import RouterOSAPI

/// How rows of `/ip/hotspot/user` are asked for and read.
///
/// Absent properties get their defaults. A value that cannot be read counts as absent: one odd row, perhaps a foreign one, must
/// not keep a site from being served.
enum UserReading {
    static let menu = "/ip/hotspot/user"

    static let properties = [
        ".id", "name", "server", "profile", "limit-uptime", "limit-bytes-total", "mac-address", "disabled", "default",
        "dynamic", "comment", "uptime", "bytes-in", "bytes-out",
    ]

    /// Asks for all users, or for those of some names.
    static func command(names: ArraySlice<String>? = nil) -> Command {
        let command = Command("\(menu)/print").proplist(properties)
        guard let names else { return command }
        return command.filtered(by: .any(names.map { .equal("name", $0) }))
    }

    /// The user in a row, or nil when the row has no id: it was removed while it was printed.
    static func user(_ row: Row) -> ObservedUser? {
        guard let id = row.id else { return nil }
        var user = ObservedUser(
            id: id,
            name: row.text("name") ?? "",
            profile: row.text("profile") ?? "",
            comment: row.text("comment") ?? ""
        )
        let server = row.text("server") ?? ""
        user.server = server.isEmpty || server == "all" ? nil : server
        user.uptimeSecondsMaximum = row.seconds("limit-uptime") ?? 0
        user.dataBytesMaximum = row.count("limit-bytes-total") ?? 0
        user.macAddress = row.hardwareAddress("mac-address")
        user.isDisabled = row.flag("disabled")
        user.isBuiltIn = row.flag("default") || row.flag("dynamic")
        user.uptimeSeconds = row.seconds("uptime") ?? 0
        user.bytesIn = row.count("bytes-in") ?? 0
        user.bytesOut = row.count("bytes-out") ?? 0
        return user
    }
}
