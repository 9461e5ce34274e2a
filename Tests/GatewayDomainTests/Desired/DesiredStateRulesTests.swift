import GatewayDomain
import Testing

struct DesiredStateRulesTests {
    private let site = Site(
        id: Site.ID("here"),
        name: "Here",
        services: [Site.Service(instance: Sample.instance.id, subnets: [])],
        createdAt: Sample.now
    )
    private let expiry = Sample.now + .seconds(3600)

    private var coupon: Coupon {
        Coupon(
            id: Coupon.ID("c"),
            instance: Sample.instance.id,
            code: "8B7W3D",
            expiresAt: expiry,
            createdAt: Sample.now
        )
    }

    private func redeemed(at site: String) -> Coupon {
        var coupon = coupon
        coupon.redemption = Coupon.Redemption(
            site: Site.ID(site),
            device: Device.ID("d"),
            at: Sample.now + .seconds(10),
            sessionSeconds: 7200,
            macAddress: "AA:BB:CC:DD:EE:FF"
        )
        return coupon
    }

    private func placement(_ coupon: Coupon, after seconds: Int64) -> DesiredStateRules.Placement {
        DesiredStateRules.placement(of: coupon, at: site, now: Sample.now + .seconds(seconds))
    }

    @Test func `an unused coupon is there until it expires`() {
        #expect(placement(coupon, after: 3599) == .present(until: expiry))
        #expect(placement(coupon, after: 3600) == .absent(.expired))
    }

    @Test
    func `a redeemed coupon stays at its site until the session ends, whatever its expiry says, and goes elsewhere`() {
        let end = Sample.now + .seconds(7210)
        #expect(placement(redeemed(at: "here"), after: 7209) == .present(until: end))
        #expect(placement(redeemed(at: "here"), after: 7210) == .absent(.sessionEnded))
        #expect(placement(redeemed(at: "there"), after: 20) == .absent(.redeemedElsewhere))
    }

    @Test func `revoking wins over everything`() {
        var coupon = redeemed(at: "there")
        coupon.revokedAt = Sample.now
        #expect(placement(coupon, after: 20) == .absent(.revoked))
    }

    @Test func `a coupon of other sites or of an instance that does not serve here is not served here`() {
        var limited = coupon
        limited.sites = [Site.ID("there")]
        #expect(placement(limited, after: 0) == .absent(.notServedHere))
        limited.sites.append(site.id)
        #expect(placement(limited, after: 0) == .present(until: expiry))
        var other = coupon
        other.instance = Instance.ID("other")
        #expect(placement(other, after: 0) == .absent(.notServedHere))
    }

    private func user(_ coupon: Coupon, _ change: (inout Instance) -> Void = { _ in }) -> DesiredUser {
        var instance = Sample.instance
        change(&instance)
        return DesiredStateRules.user(for: coupon, instance: instance, gateway: Sample.gateway()) { "d-\($0.revealed)" }
    }

    @Test func `a coupon's user has its code as name and password, and online time for one session`() {
        let user = user(coupon)
        #expect(user.name == "8B7W3D")
        #expect(user.password == Secret("8B7W3D"))
        #expect(user.passwordDigest == "d-8B7W3D")
        #expect(user.uptimeSecondsMaximum == 43_200)
        #expect(user.sessionSeconds == 43_200)
        #expect(user.redeemBefore == expiry)
        #expect(user.macAddress == nil)
        #expect(user.profile == "gg-a1b2-11111111")
        #expect(self.user(coupon) { $0.couponPassword = .empty }.password == Secret(""))
    }

    @Test func `a redeemed coupon keeps the session length of its redemption and is bound to its first device`() {
        let user = user(redeemed(at: "here"))
        #expect(user.uptimeSecondsMaximum == 7200)
        #expect(user.macAddress == "AA:BB:CC:DD:EE:FF")
        #expect(self.user(redeemed(at: "here")) { $0.devicePolicy = .newestWins }.macAddress == nil)
        #expect(self.user(redeemed(at: "here")) { $0.devicePolicy = .shared(3) }.macAddress == nil)
    }

    @Test func `an account has the router's own profile when it asks for one, and all servers only when asked`() {
        var account = HotspotUser(
            id: HotspotUser.ID("u"),
            site: site.id,
            instance: Sample.instance.id,
            name: "till",
            password: Secret("x"),
            createdAt: Sample.now
        )
        let plain = DesiredStateRules.user(for: account, gateway: Sample.gateway()) { _ in "00000000" }
        #expect(plain.profile == "gg-a1b2-11111111")
        #expect(plain.server == .serving(Sample.instance.id))
        #expect(plain.kind == .account)
        account.profile = "staff"
        account.onAllServers = true
        let special = DesiredStateRules.user(for: account, gateway: Sample.gateway()) { _ in "00000000" }
        #expect(special.profile == "staff")
        #expect(special.server == .all)
    }
}
