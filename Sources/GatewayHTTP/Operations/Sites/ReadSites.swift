import GatewayDomain
import GatewayStore

/// Shows sites.
enum ReadSites {
    @Sendable static func list(_ request: APIRequest) async throws -> APIResponse {
        let page = try Paging<NameCursor>(request)
        let sites = try await request.store.sites(after: page.cursor, limit: page.fetched)
        return page.response(sites, at: SiteOperations.list, endingAfter: NameCursor.init(after:)) {
            SiteView(site: $0).json
        }
    }

    @Sendable static func one(_ request: APIRequest) async throws -> APIResponse {
        .json(SiteView(site: try await request.site()).json)
    }
}
