import GatewayDomain
import Testing

/// Ten hours within thirty days stay that: the clock and the time online are two things.
extension AdoptionRulesTests {
    private func coupon(comment: String = "", profile: String = "1day", online: Int64 = 0) throws -> AdoptedCoupon {
        let voucher = user("abcd23", profile: profile, comment: comment) {
            $0.uptimeSecondsMaximum = 36_000
            $0.uptimeSeconds = online
        }
        guard case .coupon(let coupon) = try #require(plan([survey([voucher])]).items.first).outcome else {
            throw AdoptionObstacle.taken
        }
        return coupon
    }

    @Test func `an unused voucher with a validity and an online time keeps both`() throws {
        let coupon = try coupon(comment: "vc-1")
        #expect(coupon.accessSeconds == 86_400)
        #expect(coupon.uptimeSecondsMaximum == 36_000 && coupon.uptimeSecondsUsed == 0)
        // Without a validity the online time is all that there is.
        let plain = try self.coupon(comment: "vc-1", profile: "default")
        #expect(plain.accessSeconds == 36_000 && plain.uptimeSecondsMaximum == nil)
    }

    @Test func `one in use ends by its date, however little of its online time is left`() throws {
        let end = Sample.now + .seconds(20 * 3600)
        let date = String(end.description.prefix(19)).replacing("T", with: " ")
        let coupon = try coupon(comment: date, online: 28_800)
        #expect(login(.coupon(coupon))?.endsAt == end)
        #expect(coupon.uptimeSecondsMaximum == 36_000 && coupon.uptimeSecondsUsed == 28_800)
        let made = coupon.coupon(id: Coupon.ID("1"), instance: Sample.instance.id, site: Self.site.id, at: Sample.now)
        let user = DesiredStateRules.user(for: made, instance: Sample.instance, gateway: Sample.gateway()) { _ in "" }
        #expect(user.uptimeSecondsMaximum == 36_000)
        #expect(user.sessionSeconds == made.accessSeconds && made.accessSeconds != 36_000)
        // A row that is added anew gets what is left of both.
        #expect(user.uptimeSeconds(addedAt: Sample.now) == 7200)
        var redeemed = user
        redeemed.login = DesiredUser.Login(at: Sample.now, endsAt: Sample.now + .seconds(60), macAddress: nil)
        #expect(redeemed.uptimeSeconds(addedAt: Sample.now) == 60)
    }

    @Test func `one in use without a date has its validity from now on`() throws {
        let coupon = try coupon(online: 1800)
        #expect(login(.coupon(coupon))?.endsAt == Sample.now + .seconds(86_400))
        #expect(coupon.uptimeSecondsMaximum == 36_000)
        let plain = try self.coupon(profile: "default", online: 1800)
        #expect(login(.coupon(plain))?.endsAt == Sample.now + .seconds(36_000 - 1800))
        #expect(plain.uptimeSecondsMaximum == nil)
    }
}
