import GatewayDomain
import HTTPTypes

/// What can be asked for about coupons.
enum CouponOperations {
    static let all = [
        Operation("createCoupons", .post, path, .scope(.couponsWrite), perform: CreateCoupons.perform),
        Operation("listCoupons", .get, path, .scope(.couponsRead), perform: ListCoupons.perform),
    ]

    private static let path = "/captive/instances/{instanceId}/coupons"
}
