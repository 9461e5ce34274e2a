import GatewayDomain
import GatewayStore

/// Shows hotspot users, without their passwords.
enum ReadHotspotUsers {
    @Sendable static func list(_ request: APIRequest) async throws -> APIResponse {
        let (paging, cursor) = try Paging.byName(request)
        let site = try await request.site().id
        let found = try await request.store.hotspotUsers(at: site, after: cursor, limit: paging.limit + 1)
        let page = found.prefix(paging.limit)
        let last = page.last.map { NameCursor(name: $0.name, id: $0.id.rawValue) }
        return .json(
            .list(page) { HotspotUserView(user: $0).json },
            headers: paging.next(request, path: HotspotUserOperations.path(at: site), found.count, last: last)
        )
    }

    @Sendable static func one(_ request: APIRequest) async throws -> APIResponse {
        .json(HotspotUserView(user: try await request.hotspotUser()).json)
    }
}
