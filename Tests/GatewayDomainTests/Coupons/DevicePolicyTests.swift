import GatewayDomain
import Testing

/// Which of a guest's devices a redeemed coupon lets in.
struct DevicePolicyTests {
    private static let first = "AA:AA:AA:AA:AA:AA"
    private static let second = "BB:BB:BB:BB:BB:BB"

    private var coupon: Coupon {
        var coupon = Coupon(
            id: Coupon.ID("c"),
            instance: Sample.instance.id,
            code: "8B7W3D",
            expiresAt: Sample.now + .seconds(3600),
            createdAt: Sample.now
        )
        coupon.redemption = Coupon.Redemption(
            site: Site.ID("here"),
            device: Device.ID("d"),
            at: Sample.now,
            sessionSeconds: 3600,
            macAddress: Self.first
        )
        return coupon
    }

    private func report(_ mac: String?, loginAfter login: Int64?, observedAfter seconds: Int64 = 1000)
        -> RedemptionReport
    {
        var report = RedemptionReport(
            source: .script,
            device: Device.ID("d"),
            site: Site.ID("here"),
            user: "8B7W3D",
            observedAt: Sample.now + .seconds(seconds)
        )
        report.macAddress = mac
        report.loginAt = login.map { Sample.now + .seconds($0) }
        return report
    }

    private func verdict(_ coupon: Coupon, _ report: RedemptionReport, _ policy: DevicePolicy) -> CouponRules.Verdict {
        CouponRules.redeem(coupon, report: report, sessionSeconds: 3600, policy: policy)
    }

    @Test func `with the first device alone another one is refused, and the first comes and goes`() {
        #expect(verdict(coupon, report(Self.second, loginAfter: 500), .firstDevice) == .refused)
        #expect(verdict(coupon, report(Self.first, loginAfter: 500), .firstDevice) == .repeated)
        #expect(verdict(coupon, report(nil, loginAfter: 500), .firstDevice) == .repeated)
    }

    @Test func `the newest device takes over, and old news of an older one does not take it back`() {
        let handover = verdict(coupon, report(Self.second, loginAfter: 500), .newestWins)
        #expect(handover.meaning == .handover)
        var moved = coupon
        moved.redemption = handover.redemption
        #expect(moved.redemption?.holder == Self.second)
        #expect(moved.redemption?.macAddress == Self.first, "the redemption itself stays as it was")
        #expect(moved.redemption?.endsAt == coupon.redemption?.endsAt)
        #expect(verdict(moved, report(Self.first, loginAfter: 400), .newestWins) == .repeated)
        #expect(
            verdict(moved, report(Self.first, loginAfter: nil), .newestWins) == .repeated,
            "in doubt, who is in stays"
        )
        #expect(verdict(moved, report(Self.first, loginAfter: 499), .newestWins) == .repeated)
        #expect(verdict(moved, report(Self.first, loginAfter: 502), .newestWins) == .repeated)
        #expect(verdict(moved, report(Self.first, loginAfter: 600), .newestWins).meaning == .handover)
    }

    @Test func `whoever holds the coupon and comes again is the newest, whatever another router tells late`() {
        let again = verdict(coupon, report(Self.first, loginAfter: 600), .newestWins)
        #expect(again.meaning == .repeated)
        var renewed = coupon
        renewed.redemption = again.redemption
        #expect(renewed.redemption?.holder == Self.first)
        #expect(renewed.redemption?.holderSince == Sample.now + .seconds(600))
        #expect(verdict(renewed, report(Self.second, loginAfter: 500), .newestWins) == .repeated)
        #expect(verdict(renewed, report(Self.second, loginAfter: 700), .newestWins).meaning == .handover)
        #expect(verdict(renewed, report(Self.first, loginAfter: 600), .newestWins) == .repeated, "told twice")
    }

    @Test func `shared coupons let further devices in`() {
        #expect(verdict(coupon, report(Self.second, loginAfter: 500), .shared(3)) == .repeated)
    }

    @Test func `a released coupon goes to the next device that logs in, not to news of before`() throws {
        var released = coupon
        released.redemption?.holder = nil
        released.redemption?.holderSince = Sample.now + .seconds(300)
        #expect(verdict(released, report(Self.first, loginAfter: 200), .firstDevice) == .repeated)
        #expect(verdict(released, report(Self.first, loginAfter: 299), .firstDevice).meaning == .handover)
        let handover = verdict(released, report(Self.second, loginAfter: 400), .firstDevice)
        #expect(handover.meaning == .handover)
        released.redemption = handover.redemption
        #expect(verdict(released, report(Self.first, loginAfter: 200), .firstDevice) == .repeated)
        #expect(verdict(released, report(Self.first, loginAfter: 500), .firstDevice) == .refused)
    }

    @Test func `who redeemed without being named is named by the next report`() {
        var unnamed = coupon
        unnamed.redemption?.macAddress = nil
        unnamed.redemption?.holder = nil
        let verdict = verdict(unnamed, report(Self.second, loginAfter: 10), .firstDevice)
        #expect(verdict.meaning == .repeated)
        #expect(verdict.redemption?.holder == Self.second)
        #expect(verdict.redemption?.macAddress == Self.second)
    }

    @Test func `a login after the end of the session is refused, one that nobody can date is not`() {
        #expect(verdict(coupon, report(Self.first, loginAfter: 3901, observedAfter: 5000), .newestWins) == .refused)
        #expect(verdict(coupon, report(Self.first, loginAfter: nil, observedAfter: 5000), .firstDevice) == .repeated)
        var revoked = coupon
        revoked.revokedAt = Sample.now + .seconds(100)
        #expect(verdict(revoked, report(Self.first, loginAfter: 401), .shared(2)) == .refused)
        #expect(verdict(revoked, report(Self.first, loginAfter: 99), .shared(2)) == .repeated)
    }
}
