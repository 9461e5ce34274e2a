public import GatewayDomain

extension Store {
    /// Makes coupons with new codes.
    public func createCoupons(_ order: CouponOrder, now: Timestamp) async throws(StoreError) -> [Coupon] {
        throw .unavailable("")
    }
    /// The coupons of an instance, newest first; `states` empty means all; limit at most 10,000.
    public func coupons(
        of instance: Instance.ID,
        states: Set<CouponState> = [],
        limit: Int = 10_000,
        now: Timestamp
    ) async throws(StoreError) -> [Coupon] { throw .unavailable("") }
    /// Revokes a coupon by id or code; a repeat changes nothing.
    public func revokeCoupon(_ reference: String, now: Timestamp) async throws(StoreError) -> Coupon {
        throw .unavailable("")
    }
    /// Redemptions at a site, newest first.
    public func redemptions(at site: Site.ID, limit: Int = 1000) async throws(StoreError) -> [RedemptionRecord] { [] }
    /// Reports from a site, newest first.
    public func reports(at site: Site.ID, limit: Int = 1000) async throws(StoreError) -> [RecordedReport] { [] }

    /// What a device should hold.
    public func desiredState(for device: Device.ID, scope: Scope, now: Timestamp) async throws(StoreError)
        -> DesiredState
    { throw .unavailable("") }
    /// Records reports: each login once, whatever reports it how often.
    public func record(_ reports: [RedemptionReport], now: Timestamp) async throws(StoreError) -> [RecordedReport] {
        []
    }

}
