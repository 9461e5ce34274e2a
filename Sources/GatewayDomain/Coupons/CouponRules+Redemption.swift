extension CouponRules {
    /// What a report means for a coupon.
    public enum Verdict: Hashable, Sendable {
        /// The first report: it owns the coupon from now on.
        case redeemed(Coupon.Redemption)
        /// The first report, of a login that came too late and that the router could not know to be; it owns the coupon, too.
        case late(Coupon.Redemption)
        /// A login that is accounted for already.
        case repeated
        /// A login at another site than the one that owns the coupon.
        case conflict

        /// The redemption to record, or nil when the coupon does not change.
        public var redemption: Coupon.Redemption? {
            switch self {
            case .redeemed(let redemption), .late(let redemption): redemption
            case .repeated, .conflict: nil
            }
        }

        /// What is recorded beside the report.
        public var meaning: ReportMeaning {
            switch self {
            case .redeemed: .redeemed
            case .late: .late
            case .repeated: .repeated
            case .conflict: .conflict
            }
        }
    }

    /// Decides what a report of a coupon's use means.
    ///
    /// The first recorded report owns the coupon for ever, also when a later one tells of an earlier login. Elsewhere means another
    /// site: guests roam between the routers of one. A report without a MAC address is never a conflict.
    ///
    /// Whether the login was in time is judged by the login's time, where that can be believed. Where it cannot, the router
    /// accepted the guest and that counts: no paid code is burnt because of a clock.
    ///
    /// - Parameters:
    ///   - coupon: the coupon as it is recorded.
    ///   - report: the report.
    ///   - sessionSeconds: how long access lasts, by the instance, as of now.
    /// - Returns: what it means, with the redemption to record.
    public static func redeem(_ coupon: Coupon, report: RedemptionReport, sessionSeconds: Int64) -> Verdict {
        if let redemption = coupon.redemption {
            return report.site != redemption.site && report.macAddress != nil ? .conflict : .repeated
        }
        let login = believableLogin(of: report, coupon: coupon)
        let redemption = Coupon.Redemption(
            site: report.site,
            device: report.device,
            at: login ?? max(report.observedAt, coupon.createdAt),
            sessionSeconds: sessionSeconds,
            macAddress: report.macAddress
        )
        let validUntil = min(coupon.expiresAt, coupon.revokedAt ?? coupon.expiresAt)
        guard let login, login >= validUntil else { return .redeemed(redemption) }
        return .late(redemption)
    }

    /// When the guest logged in, where the report tells it in a way that can be true: not before the coupon was made, not after the
    /// report was received; each with some tolerance, since the router's clock is not ours.
    private static func believableLogin(of report: RedemptionReport, coupon: Coupon) -> Timestamp? {
        guard let login = report.loginAt, login <= report.observedAt + clockTolerance,
            login >= coupon.createdAt - clockTolerance
        else { return nil }
        return min(max(login, coupon.createdAt), max(report.observedAt, coupon.createdAt))
    }
}
