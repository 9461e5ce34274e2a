public import GatewayDomain

/// A named account as programs read it, without its password.
public struct HotspotUserView {
    private let user: HotspotUser

    /// Shows an account.
    ///
    /// - Parameter user: the account.
    public init(user: HotspotUser) {
        self.user = user
    }

    /// One JSON object.
    public var json: JSON {
        [
            "id": .id(user.id),
            "site_id": .id(user.site),
            "instance_id": .id(user.instance),
            "name": .string(user.name),
            "profile": .string(user.profile),
            "uptime_limit": .number(user.uptimeSecondsMaximum),
            "data_limit": .number(user.dataBytesMaximum),
            "on_all_servers": .boolean(user.onAllServers),
            "created_at": .time(user.createdAt),
        ]
    }

    /// As ``json``, with the name that the commands had for one field before the API was there.
    public var commandJSON: JSON {
        json.with(["all_servers": .boolean(user.onAllServers)])
    }
}
