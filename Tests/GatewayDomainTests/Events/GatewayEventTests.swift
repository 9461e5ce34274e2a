import GatewayDomain
import Testing

@Suite struct GatewayEventTests {
    private let now = Timestamp(seconds: 1_795_000_000)

    @Test func `no event tells a guest's addresses or a coupon's code`() throws {
        var coupon = Coupon(
            id: Coupon.ID("c"),
            instance: Instance.ID("i"),
            code: "SECRET99",
            expiresAt: now,
            createdAt: now
        )
        let redemption = Coupon.Redemption(
            site: Site.ID("s"),
            device: Device.ID("d"),
            at: now,
            sessionSeconds: 60,
            macAddress: "AA:BB:CC:DD:EE:FF"
        )
        #expect(GatewayEvent(redemptionOf: coupon, isLate: false, at: now) == nil)
        coupon.redemption = redemption
        let redeemed = try #require(GatewayEvent(redemptionOf: coupon, isLate: false, at: now))
        let conflict = GatewayEvent(
            conflictOver: coupon,
            site: Site.ID("other"),
            device: Device.ID("e"),
            usedAt: nil,
            at: now
        )
        for event in [redeemed, conflict] {
            let text = "\(event)"
            #expect(!text.contains("SECRET99") && !text.contains("AA:BB"))
            #expect(event.data.first == GatewayEvent.Member("coupon_id", .text("c")))
        }
        #expect(redeemed.site == Site.ID("s"))
        #expect(redeemed.data.contains(GatewayEvent.Member("ends_at", .time(now + .seconds(60)))))
        #expect(conflict.site == Site.ID("other"))
        #expect(conflict.data.contains(GatewayEvent.Member("redeemed_site_id", .text("s"))))
    }

    @Test(arguments: [(0, []), (1, [1]), (500, [500]), (501, [500, 1]), (1200, [500, 500, 200])])
    func `expired coupons are told in events of bounded size, each once`(count: Int, sizes: [Int]) {
        let coupons = (0..<count).map { Coupon.ID("c\($0)") }
        let events = GatewayEvent.expired(coupons, at: now)
        var told: [String] = []
        for (event, size) in zip(events, sizes) {
            #expect(event.data.first == GatewayEvent.Member("count", .integer(Int64(size))))
            guard case .texts(let ids) = event.data.last?.value else { continue }
            told += ids
        }
        #expect(events.count == sizes.count)
        #expect(told == coupons.map(\.rawValue))
    }
}
