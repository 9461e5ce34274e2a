extension CouponRules {
    /// What a report means for a coupon.
    public enum Verdict: Hashable, Sendable {
        /// The first report: it owns the coupon from now on.
        case redeemed(Coupon.Redemption)
        /// The first report, of a login that came too late and that the router could not know to be; it owns the coupon, too.
        case late(Coupon.Redemption)
        /// A login that is accounted for already, or one that the coupon allows.
        case repeated
        /// A login that is accounted for already, and now we know which device it was.
        case identified(Coupon.Redemption)
        /// A further login of the device that holds the coupon, by which whoever came before it is not the newest.
        case renewed(Coupon.Redemption)
        /// A login of another device, which holds the coupon from now on.
        case handover(Coupon.Redemption)
        /// A login that the coupon does not allow at the site that owns it.
        case refused
        /// A login at another site than the one that owns the coupon.
        case conflict

        /// The redemption as it is from now on, or nil when the coupon does not change.
        public var redemption: Coupon.Redemption? {
            switch self {
            case .redeemed(let redemption), .late(let redemption), .identified(let redemption),
                .renewed(let redemption), .handover(let redemption):
                redemption
            case .repeated, .refused, .conflict: nil
            }
        }

        /// What is recorded beside the report.
        public var meaning: ReportMeaning {
            switch self {
            case .redeemed: .redeemed
            case .late: .late
            case .repeated, .identified, .renewed: .repeated
            case .handover: .handover
            case .refused: .refused
            case .conflict: .conflict
            }
        }
    }

    /// Decides what a report of a coupon's use means.
    ///
    /// The first recorded report owns the coupon for ever, also when a later one tells of an earlier login. Elsewhere means another
    /// site: guests roam between the routers of one. A report without a MAC address is never a conflict, and never another device.
    ///
    /// Whether the login was in time is judged by the login's time, where that can be believed. Where it cannot, the router
    /// accepted the guest and that counts: no paid code is burnt because of a clock.
    ///
    /// - Parameters:
    ///   - coupon: the coupon as it is recorded.
    ///   - report: the report.
    ///   - sessionSeconds: how long access lasts, by the instance, as of now.
    ///   - policy: how many devices of a guest a coupon of the instance lets in, as of now.
    /// - Returns: what it means, with the redemption to record.
    public static func redeem(
        _ coupon: Coupon,
        report: RedemptionReport,
        sessionSeconds: Int64,
        policy: DevicePolicy = .firstDevice
    ) -> Verdict {
        let login = believableLogin(of: report, coupon: coupon)
        if let redemption = coupon.redemption {
            guard report.site == redemption.site else { return report.macAddress == nil ? .repeated : .conflict }
            return again(redemption, of: coupon, report: report, login: login, policy: policy)
        }
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

    /// By how much a login may seem off that was counted back from an age in whole seconds, once on either side.
    private static let rounding: Duration = .seconds(2)

    /// Whether a login came after what is known of the coupon's holder.
    ///
    /// After a release the guest who comes at once is let in, however the seconds were rounded. While somebody holds the coupon, only who
    /// surely came later takes it over: two that logged in within moments of each other would take it from each other for ever.
    private static func isNews(_ login: Timestamp?, after redemption: Coupon.Redemption) -> Bool {
        guard let login else { return false }
        return redemption.holder == nil
            ? login + rounding >= redemption.holderSince : login > redemption.holderSince + rounding
    }

    /// A further report from the site that owns the coupon.
    private static func again(
        _ redemption: Coupon.Redemption,
        of coupon: Coupon,
        report: RedemptionReport,
        login: Timestamp?,
        policy: DevicePolicy
    ) -> Verdict {
        if let login, login >= min(redemption.endsAt, coupon.revokedAt ?? redemption.endsAt) + clockTolerance {
            return .refused
        }
        guard let macAddress = report.macAddress else { return .repeated }
        if case .shared = policy { return .repeated }
        // What happened before the coupon was released, or before a newer device came, is over. When in doubt, nobody is put out for it.
        let isNews = isNews(login, after: redemption)
        var changed = redemption
        changed.holder = macAddress
        changed.holderSince = max(login ?? redemption.holderSince, redemption.holderSince)
        if redemption.holder == macAddress {
            // Else a login that another router tells of late would seem to be the newest, and put this one out.
            return policy == .newestWins && isNews ? .renewed(changed) : .repeated
        }
        if redemption.holder == nil, !redemption.isReleased {
            changed.macAddress = macAddress
            return .identified(changed)
        }
        if redemption.holder == nil || policy == .newestWins { return isNews ? .handover(changed) : .repeated }
        return isNews || redemption.holder == redemption.macAddress ? .refused : .repeated
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
