import GatewayDomain
import GatewayStore
import HTTPTypes

/// Lists the coupons of an instance: those that can be redeemed, or a page of those in a state.
enum ListCoupons {
    private static let json = "application/json"
    private static let csv = "text/csv"

    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let instance = try request.instanceID()
        let isPaged = ["state", "limit", "cursor"].contains(where: request.query.has)
        guard isPaged else {
            return answer(request, try await request.store.validCoupons(of: instance, now: request.now))
        }
        let state: CouponState? = try request.query.optionalChoice("state")
        let paging = try Paging<CouponCursor>(request)
        let page = try await request.store.coupons(
            of: instance,
            states: state.map { [$0] } ?? [],
            after: paging.cursor,
            limit: paging.limit,
            now: request.now
        )
        var headers = HTTPFields()
        if let next = page.next {
            let kept = state.map { [("state", $0.rawValue)] } ?? []
            let path = "/captive/instances/\(instance)/coupons"
            headers = paging.link(to: path, after: next, keeping: kept)
        }
        return answer(request, page.coupons, headers: headers)
    }

    private static func answer(_ request: APIRequest, _ coupons: [Coupon], headers: HTTPFields = [:]) -> APIResponse {
        var headers = headers
        headers[.vary] = "Accept"
        guard AcceptHeader(request.headers).preferred(json, csv) == csv else {
            let body = CouponListWriter.json(coupons, now: request.now)
            return APIResponse(.ok, contentType: json, body: body, headers: headers)
        }
        headers[.contentDisposition] = "attachment; filename=\"coupons.csv\""
        let table = CouponTable.csv(coupons, now: request.now)
        return APIResponse(
            .ok,
            contentType: "\(csv); charset=utf-8; header=present",
            body: table.utf8,
            headers: headers
        )
    }
}
