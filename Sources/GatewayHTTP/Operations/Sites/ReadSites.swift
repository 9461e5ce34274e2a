import GatewayDomain
import GatewayStore

/// Shows sites.
enum ReadSites {
    @Sendable static func list(_ request: APIRequest) async throws -> APIResponse {
        let page = try Paging<NameCursor>(request)
        let sites = try await request.store.sites(after: page.cursor, limit: page.fetched)
        let answers = try await SiteAnswers(sites.prefix(page.limit), to: request)
        return page.response(
            sites,
            at: SiteOperations.list,
            endingAfter: NameCursor.init(after:),
            answers.json
        )
    }

    @Sendable static func one(_ request: APIRequest) async throws -> APIResponse {
        .json(try await SiteAnswers.json(request.site(), to: request))
    }
}
