import GatewayDomain
import GatewayStore

/// Adds and removes hotspot users.
enum WriteHotspotUsers {
    private static let known: Set<String> = [
        "instance_id", "name", "password", "profile", "uptime_limit", "data_limit", "on_all_servers",
    ]
    private static let uptimeBounds: ClosedRange<Int64> = 1...315_360_000

    @Sendable static func add(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let fields = try request.fields(known: known)
        var user = HotspotUser(
            id: request.store.newID(),
            site: site.id,
            instance: try fields.id("instance_id"),
            name: try fields.string("name"),
            password: try fields.password("password"),
            createdAt: request.now
        )
        user.profile = try fields.optionalString("profile")
        user.uptimeSecondsMaximum = try fields.optionalInteger("uptime_limit", in: uptimeBounds)
        user.dataBytesMaximum = try fields.optionalInteger("data_limit", in: 1...Int64.max)
        user.onAllServers = try fields.optionalBoolean("on_all_servers") ?? false
        try await request.store.addHotspotUser(user)
        let path = "\(HotspotUserOperations.path(at: site.id))/\(user.id)"
        return .created(HotspotUserView(user: user).json, at: request.services.publicURL + path)
    }

    @Sendable static func remove(_ request: APIRequest) async throws -> APIResponse {
        let user = try await request.hotspotUser()
        try await request.store.removeHotspotUser(user.id.rawValue, at: user.site, now: request.now)
        return .noContent
    }
}
