import GatewayDomain
import Testing

struct RedemptionTests {
    private let here = Site.ID("here")
    private let there = Site.ID("there")

    private var coupon: Coupon {
        let expiry = Sample.now + .seconds(3600)
        return Coupon(
            id: Coupon.ID("c"),
            instance: Sample.instance.id,
            code: "8B7W3D",
            expiresAt: expiry,
            createdAt: Sample.now
        )
    }

    private func report(after seconds: Int64, at site: Site.ID? = nil, mac: String? = "AA:BB:CC:DD:EE:FF")
        -> RedemptionReport
    {
        var report = RedemptionReport(
            source: .listen,
            device: Device.ID("d"),
            site: site ?? here,
            user: "8B7W3D",
            observedAt: Sample.now + .seconds(seconds)
        )
        report.macAddress = mac
        return report
    }

    private func redeem(_ coupon: Coupon, _ report: RedemptionReport) -> CouponRules.Verdict {
        CouponRules.redeem(coupon, report: report, sessionSeconds: 43_200)
    }

    @Test func `the first report owns the coupon, from the login on`() {
        var report = report(after: 100)
        report.loginAt = Sample.now + .seconds(60)
        let verdict = redeem(coupon, report)
        #expect(verdict.meaning == .redeemed)
        #expect(verdict.redemption?.site == here)
        #expect(verdict.redemption?.at == Sample.now + .seconds(60))
        #expect(verdict.redemption?.endsAt == Sample.now + .seconds(43_260))
        #expect(verdict.redemption?.macAddress == "AA:BB:CC:DD:EE:FF")
    }

    @Test func `a login in time counts although we learn of it late, and a late one is late`() {
        var report = report(after: 90_000)
        report.loginAt = Sample.now + .seconds(3599)
        #expect(redeem(coupon, report).meaning == .redeemed)
        report.loginAt = Sample.now + .seconds(3600)
        #expect(redeem(coupon, report).meaning == .late)
        #expect(redeem(coupon, report).redemption != nil)
    }

    @Test(arguments: [nil, -86_400 * 365 * 50, 90_000 + 301])
    func `a login time that cannot be true counts as valid, as of when we learnt of it`(offset: Int64?) {
        var report = report(after: 90_000)
        report.loginAt = offset.map { Sample.now + .seconds($0) }
        let verdict = redeem(coupon, report)
        #expect(verdict.meaning == .redeemed)
        #expect(verdict.redemption?.at == report.observedAt)
    }

    @Test func `a clock that is a little off is believed, within what is possible`() {
        var early = report(after: 100)
        early.loginAt = Sample.now - .seconds(10)
        #expect(redeem(coupon, early).redemption?.at == Sample.now)
        var ahead = report(after: 100)
        ahead.loginAt = Sample.now + .seconds(200)
        #expect(redeem(coupon, ahead).redemption?.at == Sample.now + .seconds(100))
    }

    @Test func `a login after revoking is late`() {
        var revoked = coupon
        revoked.revokedAt = Sample.now + .seconds(50)
        var report = report(after: 100)
        report.loginAt = Sample.now + .seconds(60)
        #expect(redeem(revoked, report).meaning == .late)
        report.loginAt = Sample.now + .seconds(40)
        #expect(redeem(revoked, report).meaning == .redeemed)
    }

    @Test func `later reports repeat it here, conflict elsewhere, and never conflict without a device`() {
        var redeemed = coupon
        redeemed.redemption = redeem(coupon, report(after: 100)).redemption
        #expect(redeem(redeemed, report(after: 200)) == .repeated)
        #expect(redeem(redeemed, report(after: 200, mac: "11:11:11:11:11:11")) == .refused)
        #expect(redeem(redeemed, report(after: 200, at: there)) == .conflict)
        #expect(redeem(redeemed, report(after: 200, at: there, mac: nil)) == .repeated)
        var earlier = report(after: 200, at: there)
        earlier.loginAt = Sample.now + .seconds(1)
        #expect(redeem(redeemed, earlier) == .conflict)
        #expect(redeem(redeemed, earlier).redemption == nil)
    }
}
