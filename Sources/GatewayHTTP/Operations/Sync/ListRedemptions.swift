import GatewayDomain
import GatewayStore

/// Lists which codes were redeemed at a site.
enum ListRedemptions {
    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let page = try Paging<TimeCursor>(request)
        let records = try await request.store.redemptions(at: site.id, after: page.cursor, limit: page.fetched)
        let path = "\(SiteOperations.path(of: site.id))/redemptions"
        return page.response(records, at: path, endingAfter: TimeCursor.init(after:)) {
            RedemptionView(record: $0).json
        }
    }
}
