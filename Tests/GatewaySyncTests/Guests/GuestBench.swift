import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// One site with two routers, and phones that come and go.
struct GuestBench: Sendable {
    static let phones = (1...5).map { "02:00:00:00:00:0\($0)" }

    let gateway: TestGateway
    let site: Site
    let routers: [SimulatedRouter]
    let devices: [Device]
    private let links: [DeviceLink]

    /// A bench with coupons of a device policy, while `body` runs.
    static func with(
        _ policy: DevicePolicy,
        _ body: @Sendable (GuestBench) async throws -> Void
    ) async throws {
        try await SimulatedRouter.running { first in
            try await SimulatedRouter.running { second in
                let gateway = try await TestGateway { $0.devicePolicy = policy }
                let site = try await gateway.site("Lobby", first, second)
                // Who came first is what the tests are about: no time passes but what they let pass.
                gateway.stopClock()
                for router in [first, second] {
                    try await router.setClockSpeed(0)
                    // The factory's own login-by lets nobody back in without the code.
                    try await router.edit(
                        "/ip/hotspot/profile/set",
                        [".id": "hsprof1", "login-by": "mac-cookie,http-chap"]
                    )
                }
                let devices = try await gateway.store.devices(at: site.id)
                    .sorted { $0.port == first.port && $1.port != first.port }
                let links = devices.map { _ in
                    DeviceLink(
                        group: gateway.group,
                        configuration: gateway.configuration,
                        logger: .silent,
                        opened: { _, _ in }
                    )
                }
                let bench = GuestBench(
                    gateway: gateway,
                    site: site,
                    routers: [first, second],
                    devices: devices,
                    links: links
                )
                try await body(bench)
                for link in links { await link.close() }
                try gateway.close()
            }
        }
    }

    /// A coupon that both routers hold.
    func coupon() async throws -> Coupon {
        let coupon = try #require(try await gateway.coupons(1).first)
        try await compareAll()
        return coupon
    }

    /// Compares a router with what it should hold.
    @discardableResult
    func compare(_ index: Int, _ scope: Scope? = .everything) async throws -> DeviceRun.Result {
        try await gateway.run(devices[index], scope: scope, over: links[index])
    }

    /// Compares both routers, until what one has told reaches the other.
    func compareAll() async throws {
        for index in [0, 1, 0] { try await compare(index) }
    }

    /// A phone logs in; its address follows from its number.
    func login(_ coupon: Coupon, phone: Int, at router: Int = 0) async throws {
        try await routers[router].loginGuest(
            user: coupon.code,
            password: coupon.code,
            mac: Self.phones[phone],
            address: Self.address(phone)
        )
    }

    /// Lets time pass here and on both routers, so that who is in has been for a while.
    func wait(_ duration: Duration = .seconds(60)) async throws {
        gateway.advance(by: duration)
        for router in routers { try await router.advanceClock(by: duration) }
    }

    /// The numbers of the phones that are in at a router, in order.
    func phones(at router: Int = 0) async throws -> [Int] {
        try await routers[router].rows(of: "/ip/hotspot/active")
            .compactMap { row in row["mac-address"].flatMap { Self.phones.firstIndex(of: $0) } }.sorted()
    }

    /// The numbers of the phones that a router would let back in, in order.
    func remembered(at router: Int = 0) async throws -> [Int] {
        try await Set(
            routers[router].rows(of: "/ip/hotspot/cookie")
                .compactMap { row in row["mac-address"].flatMap { Self.phones.firstIndex(of: $0) } }
        ).sorted()
    }

    /// The device that a router binds a coupon to.
    func binding(of coupon: Coupon, at router: Int = 0) async throws -> String? {
        try await routers[router].rows(of: "/ip/hotspot/user").first { $0["name"] == coupon.code }?["mac-address"]
    }

    /// The coupon as it is on record.
    func redemption(of coupon: Coupon) async throws -> Coupon.Redemption {
        try #require(try await gateway.store.redemptions(at: site.id).first { $0.coupon == coupon.id }).redemption
    }

    /// The guest of a coupon, with the sessions.
    func guest(of coupon: Coupon) async throws -> SiteUserRecord {
        try await gateway.store.siteUser(coupon.code, at: site.id)
    }

    static func address(_ phone: Int) -> String { "10.5.50.2\(phone)" }
}
