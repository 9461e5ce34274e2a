import GatewayDomain

extension Recording {
    /// Whether a row of a file is the redemption that is on record, as an export of it tells.
    ///
    /// A redemption that was seen by counters alone has no login of a known time that the row could be compared with: its time is
    /// that of the redemption itself.
    func isRedemptionItself(_ report: RedemptionReport) -> Bool {
        guard report.source == .log, report.event == .login, let loginAt = report.loginAt,
            let known = coupons[report.user], !known.isTimeTold, let redemption = known.coupon.redemption,
            redemption.device == report.device,
            loginAt - redemption.at <= SessionKey.tolerance, redemption.at - loginAt <= SessionKey.tolerance
        else { return false }
        guard let mac = report.macAddress, let own = redemption.macAddress else { return true }
        return mac.uppercased() == own.uppercased()
    }
}
