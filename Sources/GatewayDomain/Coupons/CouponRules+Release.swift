extension CouponRules {
    /// Frees a coupon from the device that holds it: the guest's next device can log in, within the session that was fixed when the
    /// coupon was redeemed.
    ///
    /// - Parameters:
    ///   - coupon: the coupon.
    ///   - policy: how many devices of a guest a coupon of the instance lets in.
    ///   - now: the time.
    /// - Returns: the redemption as it is from now on; nil when no device has held the coupon since it was released last.
    /// - Throws: why there is nothing to free it from.
    public static func release(
        _ coupon: Coupon,
        policy: DevicePolicy,
        at now: Timestamp
    ) throws(CouponReleaseError) -> Coupon.Redemption? {
        guard var redemption = coupon.redemption else {
            throw coupon.revokedAt == nil ? .notRedeemed(coupon.code) : .revoked(coupon.code)
        }
        guard coupon.revokedAt == nil else { throw .revoked(coupon.code) }
        guard now < redemption.endsAt else { throw .over(coupon.code, since: redemption.endsAt) }
        if case .shared(let count) = policy { throw .shared(coupon.code, count) }
        guard !redemption.isReleased else { return nil }
        redemption.holder = nil
        // Later than its redemption also where a router's clock made that one late.
        redemption.holderSince = max(now, redemption.at + .milliseconds(1))
        return redemption
    }
}

/// Why a coupon cannot be freed from its device.
public enum CouponReleaseError: Error, Hashable, Sendable {
    /// Nobody has used it yet.
    case notRedeemed(String)
    /// Somebody took it back.
    case revoked(String)
    /// The guest's time is over.
    case over(String, since: Timestamp)
    /// It lets several devices in, and belongs to none.
    case shared(String, Int)
}

extension CouponReleaseError: CustomStringConvertible {
    /// Why, and what to do instead, in one line.
    public var description: String {
        switch self {
        case .notRedeemed(let code): "coupon \(code) was not redeemed yet: any device can log in with it"
        case .revoked(let code): "coupon \(code) is revoked; give the guest another one"
        case .over(let code, let time): "the time of coupon \(code) was over at \(time); give the guest another one"
        case .shared(let code, let count):
            "coupon \(code) lets \(count) devices in and belongs to none of them; disconnect the guest to put all of them out"
        }
    }
}
