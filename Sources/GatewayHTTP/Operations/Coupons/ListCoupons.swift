import GatewayDomain
import GatewayStore

/// Lists the coupons of an instance that can be redeemed.
enum ListCoupons {
    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let instance = try await request.instance()
        let coupons = try await request.store.coupons(of: instance.id, states: [.unused], now: request.now)
        return .json(.list(coupons) { CouponView(coupon: $0, now: request.now).json })
    }
}
