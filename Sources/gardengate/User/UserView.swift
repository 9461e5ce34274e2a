import GatewayDomain
import GatewayHTTP

/// A named account as programs read it, without its password.
struct UserView {
    /// The account.
    let user: HotspotUser

    /// One JSON object.
    var json: JSON {
        [
            "id": .id(user.id),
            "site_id": .id(user.site),
            "instance_id": .id(user.instance),
            "name": .string(user.name),
            "profile": .string(user.profile),
            "uptime_limit": .number(user.uptimeSecondsMaximum),
            "data_limit": .number(user.dataBytesMaximum),
            "all_servers": .boolean(user.onAllServers),
            "created_at": .time(user.createdAt),
        ]
    }
}
