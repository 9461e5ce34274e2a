import GatewayDomain
import GatewayStore
import HTTPTypes

/// Shows whoever has a link the coupons of its schedule: as JSON, or as a page to print when a browser asks.
enum OpenLink {
    private static let json = "application/json"
    private static let html = "text/html"

    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        do {
            let found = try await coupons(request)
            var headers = LinkOperations.privacy
            headers[.vary] = "Accept"
            if AcceptHeader(request.headers).preferred(json, html) == html {
                return try PageTemplates.ready().page("vouchers", try VoucherView(found), headers: headers)
            }
            let body = CouponListWriter.json(found.coupons, now: request.now)
            return APIResponse(.ok, contentType: json, body: body, headers: headers)
        } catch var error as APIError {
            // A link that is refused now may have been good: its address is still nobody's business.
            error.headers.append(contentsOf: LinkOperations.privacy)
            error.headers[.vary] = "Accept"
            guard AcceptHeader(request.headers).preferred(json, html) == html else { throw error }
            return try refusal(error)
        }
    }

    /// What somebody at a browser reads instead of the coupons.
    ///
    /// They were given a link and know nothing of its parts: whatever else is wrong with it, it is not the one that was made.
    private static func refusal(_ error: APIError) throws -> APIResponse {
        let shown = (error.code == .linkExpired ? ErrorCode.linkExpired : .linkInvalid).description
        var page = try PageTemplates.ready().page(
            "refusedlink",
            ["title": shown.title, "meaning": shown.meaning, "remedy": shown.remedy],
            headers: error.headers
        )
        page.status = error.code.description.status
        return page
    }

    private static func coupons(_ request: APIRequest) async throws -> ScheduleCoupons {
        let sid = try request.query.string("sid")
        let expires = try request.query.string("expires")
        let signature = try request.query.string("signature")
        let key = try await request.services.store.couponLinkKey()
        let verdict = key.check(sid: sid, expires: expires, signature: signature, at: request.now)
        if case .expired = verdict {
            throw APIError(.linkExpired, "This link was valid for 24 hours, which are over; ask for a new one.")
        }
        guard case .valid(let schedule) = verdict,
            let found = try await request.services.store.validCoupons(ofSchedule: schedule, now: request.now)
        else { throw APIError(.linkInvalid, "This link was not made here, was changed, or its schedule was deleted.") }
        return found
    }
}
