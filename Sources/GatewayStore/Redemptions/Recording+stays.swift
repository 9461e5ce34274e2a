import GatewayDomain

/// What a report tells beside a login that nobody has told before.
extension Recording {
    /// What the gateway wrote down on a router of a coupon that is on record as redeemed, or of another one than has the code now.
    func restated(_ report: RedemptionReport) -> RecordedReport? {
        guard let id = report.restatedCoupon else { return nil }
        let known = coupons[report.user]
        if let coupon = known?.coupon, coupon.id.rawValue == id, coupon.redemption == nil { return nil }
        return RecordedReport(
            report: report,
            meaning: known?.coupon.redemption == nil ? .unmatched : .repeated,
            coupon: known?.coupon.id,
            isNew: false,
            recordedAt: known?.recordedAt ?? now
        )
    }

    /// Who stays, and until when, by a report of no session that is on record; nil when it tells of no stay of ours.
    func stay(of report: RedemptionReport, _ key: SessionKey) -> SessionLedger.Stay? {
        switch report.source {
        case .counters, .adoption: return nil
        // The mark of a login stays on the router; without a time that can be true it tells of no stay in particular.
        case .comment:
            // Nor does what the gateway wrote on a router tell that the guest was on that one.
            guard report.restatedCoupon == nil, SessionLedger.start(of: report, key) != nil else { return nil }
        case .activeList, .listen, .script, .log, .routerLog: break
        }
        if let known = coupons[report.user] {
            let redemption = known.coupon.redemption
            return SessionLedger.Stay(
                instance: known.coupon.instance,
                coupon: known.coupon.id,
                seconds: terms(of: known, at: report.site).sessionSeconds,
                endsAt: redemption?.site == report.site ? redemption?.endsAt : nil
            )
        }
        guard let account = accounts[Place(site: report.site, user: report.user)] else { return nil }
        return SessionLedger.Stay(
            instance: account.instance,
            coupon: nil,
            seconds: account.sessionSeconds,
            endsAt: nil
        )
    }
}
