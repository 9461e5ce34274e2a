import GatewayDomain
import GatewayStore
import HTTPTypes

/// What can be asked for about hotspot users.
enum HotspotUserOperations {
    static let all = [
        Operation("listHotspotUsers", .get, list, .scope(.usersRead), perform: ReadHotspotUsers.list),
        Operation("addHotspotUser", .post, list, .scope(.usersWrite), perform: WriteHotspotUsers.add),
        Operation("getHotspotUser", .get, one, .scope(.usersRead), perform: ReadHotspotUsers.one),
        Operation("removeHotspotUser", .delete, one, .scope(.usersWrite), perform: WriteHotspotUsers.remove),
    ]

    /// Where the hotspot users of a site are found.
    static func path(at site: Site.ID) -> String { "/captive/sites/\(site)/hotspot-users" }

    private static let list = "/captive/sites/{siteId}/hotspot-users"
    private static let one = "/captive/sites/{siteId}/hotspot-users/{userId}"
}

extension APIRequest {
    /// The hotspot user that the path names, of the site that it names.
    func hotspotUser() async throws -> HotspotUser {
        let site = try await site()
        return try await store.hotspotUser(id("userId", kind: "hotspot user", of: HotspotUser.self), at: site.id)
    }
}
