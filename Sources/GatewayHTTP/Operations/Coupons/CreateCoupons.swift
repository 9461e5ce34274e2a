import GatewayDomain
import GatewayStore

/// Makes a batch of coupons.
enum CreateCoupons {
    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let instance = try await request.instance()
        let fields = try request.fields()
        let minutes = try fields.integer("minutes_valid", in: Coupon.minutesValidBounds)
        let bounds = Coupon.countBounds
        let count = try fields.integer("count", in: Int64(bounds.lowerBound)...Int64(bounds.upperBound))
        let order = CouponOrder(instance: instance, count: Int(count), minutesValid: minutes)
        let coupons = try await request.store.createCoupons(order, now: request.now)
        return .created(.list(coupons) { CouponView(coupon: $0, now: request.now).json })
    }
}
