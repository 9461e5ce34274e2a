import GatewayDomain
import GatewayStore

/// Shows sites.
enum ReadSites {
    @Sendable static func list(_ request: APIRequest) async throws -> APIResponse {
        let (paging, cursor) = try Paging.byName(request)
        let found = try await request.store.sites(after: cursor, limit: paging.limit + 1)
        let page = found.prefix(paging.limit)
        let last = page.last.map { NameCursor(name: $0.name, id: $0.id.rawValue) }
        return .json(
            .list(page) { SiteView(site: $0).json },
            headers: paging.next(request, path: SiteOperations.list, found.count, last: last)
        )
    }

    @Sendable static func one(_ request: APIRequest) async throws -> APIResponse {
        .json(SiteView(site: try await request.site()).json)
    }
}
