import GatewayDomain
import GatewayStore

/// Shows a coupon, takes it back, or frees it from the device that holds it.
enum OneCoupon {
    @Sendable static func get(_ request: APIRequest) async throws -> APIResponse {
        let coupon = try await request.store.coupon(try couponID(request), of: try request.instanceID())
        return .json(CouponView(coupon: coupon, now: request.now).json)
    }

    @Sendable static func revoke(_ request: APIRequest) async throws -> APIResponse {
        try await request.store.revokeCoupon(try couponID(request), of: try request.instanceID(), now: request.now)
        return .noContent
    }

    @Sendable static func release(_ request: APIRequest) async throws -> APIResponse {
        try await request.store.releaseCoupon(try couponID(request), of: try request.instanceID(), now: request.now)
        return .noContent
    }

    private static func couponID(_ request: APIRequest) throws(APIError) -> Coupon.ID {
        try request.id("couponId", kind: "coupon")
    }
}
