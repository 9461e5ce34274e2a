import GatewayDomain
import HTTPTypes

/// What can be asked for about coupons.
enum CouponOperations {
    static let all = [
        Operation("createCoupons", .post, path, .scope(.couponsWrite), perform: CreateCoupons.perform),
        Operation("listCoupons", .get, path, .scope(.couponsRead), perform: ListCoupons.perform),
        Operation("revokeCoupons", .post, "\(path)/revoke", .scope(.couponsWrite), perform: RevokeCoupons.perform),
        Operation("getCoupon", .get, "\(path)/{couponId}", .scope(.couponsRead), perform: OneCoupon.get),
        Operation("revokeCoupon", .delete, "\(path)/{couponId}", .scope(.couponsWrite), perform: OneCoupon.revoke),
        Operation(
            "releaseCoupon",
            .post,
            "\(path)/{couponId}/release",
            .scope(.couponsWrite),
            perform: OneCoupon.release
        ),
    ]

    private static let path = "/captive/instances/{instanceId}/coupons"
}
