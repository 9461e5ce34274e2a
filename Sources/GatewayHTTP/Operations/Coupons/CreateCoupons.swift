import GatewayDomain
import GatewayStore
import HTTPTypes

/// Makes a batch of coupons.
enum CreateCoupons {
    /// To how many sites a coupon can be limited by name.
    private static let siteCountMaximum = 1000

    @Sendable static func perform(_ request: APIRequest) async throws -> APIResponse {
        let instance = try await request.instance()
        let fields = try request.fields()
        let minutes = try fields.integer("minutes_valid", in: Coupon.minutesValidBounds)
        let bounds = Coupon.countBounds
        let count = try fields.integer("count", in: Int64(bounds.lowerBound)...Int64(bounds.upperBound))
        var order = CouponOrder(instance: instance, count: Int(count), minutesValid: minutes)
        order.note = try fields.optionalString("note")
        order.dataBytesMaximum = try fields.optionalInteger("data_limit", in: 1...Int64.max)
        order.rateLimit = try fields.optionalString("rate_limit")
        order.sites = try fields.optionalIDs("sites", countMaximum: siteCountMaximum) ?? []
        let coupons = try await request.store.createCoupons(order, now: request.now)
        return APIResponse(
            .created,
            contentType: "application/json",
            body: CouponListWriter.json(coupons, now: request.now)
        )
    }
}
