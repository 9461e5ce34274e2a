import GatewayDomain
import GatewayStore

/// Shows hotspot users, without their passwords.
enum ReadHotspotUsers {
    @Sendable static func list(_ request: APIRequest) async throws -> APIResponse {
        let page = try Paging<NameCursor>(request)
        let site = try await request.site().id
        let users = try await request.store.hotspotUsers(at: site, after: page.cursor, limit: page.fetched)
        return page.response(users, at: HotspotUserOperations.path(at: site), endingAfter: NameCursor.init(after:)) {
            HotspotUserView(user: $0).json
        }
    }

    @Sendable static func one(_ request: APIRequest) async throws -> APIResponse {
        .json(HotspotUserView(user: try await request.hotspotUser()).json)
    }
}
