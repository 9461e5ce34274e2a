import GatewayDomain
import GatewayStore

/// Lists which codes were redeemed at a site.
enum ListRedemptions {
    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let site = try await request.site()
        let page = try PositionedPage(request)
        let records = try await request.store.redemptions(at: site.id, before: page.position, limit: page.limit + 1)
        return page.response(records, at: "/captive/sites/\(site.id)/redemptions", position: PagePosition.init(of:)) {
            RedemptionView(record: $0).json
        }
    }
}
