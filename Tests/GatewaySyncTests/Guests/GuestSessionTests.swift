import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// How sessions end, and what is on record of them.
@Suite(.timeLimit(.minutes(15))) struct GuestSessionTests {
    @Test func `a released code lets the guest's new phone in, within the time of the old one`() async throws {
        try await GuestBench.with(.firstDevice) { bench in
            let coupon = try await bench.coupon()
            try await bench.login(coupon, phone: 0)
            try await bench.compareAll()
            try await bench.wait()
            let until = try await bench.redemption(of: coupon).endsAt
            await #expect(throws: SimulatedRouterError.self) { try await bench.login(coupon, phone: 1) }

            try await bench.gateway.store.releaseCoupon(coupon.code, now: bench.gateway.now())
            try await bench.compareAll()
            #expect(try await bench.phones() == [])
            #expect(try await bench.remembered() == [])
            #expect(try await bench.binding(of: coupon) == nil)

            try await bench.login(coupon, phone: 1)
            try await bench.compareAll()
            #expect(try await bench.phones() == [1])
            #expect(try await bench.binding(of: coupon, at: 1) == GuestBench.phones[1])
            await #expect(throws: SimulatedRouterError.self) { try await bench.login(coupon, phone: 0, at: 1) }
            let redemption = try await bench.redemption(of: coupon)
            #expect(redemption.holder == GuestBench.phones[1])
            #expect(redemption.macAddress == GuestBench.phones[0])
            #expect(redemption.endsAt == until)
        }
    }

    @Test func `a phone that slept when its code was released cannot come back by its cookie`() async throws {
        try await GuestBench.with(.newestWins) { bench in
            let coupon = try await bench.coupon()
            try await bench.login(coupon, phone: 0)
            try await bench.compareAll()
            try await bench.routers[0].loseGuest(address: GuestBench.address(0))
            try await bench.wait(.seconds(7200))
            #expect(try await bench.phones() == [])
            #expect(try await bench.remembered() == [0])
            try await bench.gateway.store.releaseCoupon(coupon.code, now: bench.gateway.now())
            try await bench.compareAll()
            #expect(try await bench.remembered() == [])
        }
    }

    @Test func `a disconnected guest is out at every router, and may log in again`() async throws {
        try await GuestBench.with(.shared(3)) { bench in
            let coupon = try await bench.coupon()
            try await bench.login(coupon, phone: 0, at: 0)
            try await bench.login(coupon, phone: 1, at: 1)
            try await bench.routers[0].moveGuestData(address: GuestBench.address(0), bytesIn: 1000, bytesOut: 5000)
            try await bench.wait()
            try await bench.compareAll()
            let guest = try await bench.guest(of: coupon).user.id
            let store = bench.gateway.store
            #expect(try await store.disconnectSiteUser(guest, at: bench.site.id, now: bench.gateway.now()) == 2)

            try await bench.compareAll()

            for router in 0...1 {
                #expect(try await bench.phones(at: router) == [])
                #expect(try await bench.remembered(at: router) == [])
                #expect(try await bench.routers[router].codes(of: store.gatewayID) == [coupon.code])
            }
            let sessions = try await bench.guest(of: coupon).sessions
            #expect(sessions.map(\.endCause) == ["admin reset", "admin reset"])
            #expect(sessions.allSatisfy { ($0.uptimeSeconds ?? 0) >= 60 && $0.isEndTold })
            #expect(sessions.contains { ($0.bytesOut ?? 0) >= 5000 })
            try await bench.wait(.seconds(5))
            try await bench.login(coupon, phone: 0, at: 0)
            try await bench.compareAll()
            #expect(try await bench.phones(at: 0) == [0])
            #expect(try await store.disconnectSiteUser(guest, at: bench.site.id, now: bench.gateway.now()) == 1)
        }
    }

    @Test func `a guest who leaves while nobody listens is out at the next look`() async throws {
        try await GuestBench.with(.firstDevice) { bench in
            let coupon = try await bench.coupon()
            try await bench.login(coupon, phone: 0)
            try await bench.compare(0, nil)
            #expect(try await bench.guest(of: coupon).state(at: bench.gateway.now()) == .active)
            try await bench.wait()
            try await bench.routers[0].logoutGuest(address: GuestBench.address(0))
            try await bench.compare(0, nil)
            let session = try #require(try await bench.guest(of: coupon).session)
            #expect(session.endedAt != nil)
            #expect(!session.isEndTold)
            // What one router does not show says nothing of the other one.
            try await bench.login(coupon, phone: 0, at: 1)
            try await bench.compare(1, nil)
            try await bench.compare(0, nil)
            #expect(try await bench.guest(of: coupon).state(at: bench.gateway.now()) == .active)
        }
    }

    @Test func `a reading of some names ends the sessions of these, and of nobody else`() async throws {
        try await GuestBench.with(.firstDevice) { bench in
            let (one, other) = (try await bench.coupon(), try await bench.coupon())
            try await bench.login(one, phone: 0)
            try await bench.login(other, phone: 1)
            try await bench.compareAll()
            try await bench.wait()
            for phone in 0...1 { try await bench.routers[0].logoutGuest(address: GuestBench.address(phone)) }
            try await bench.compare(0, .names([one.code]))
            #expect(try await bench.guest(of: one).session?.endedAt != nil)
            #expect(try await bench.guest(of: other).session?.endedAt == nil)
        }
    }

    @Test func `the end of a guest's time is on record with what was used to the last`() async throws {
        try await GuestBench.with(.firstDevice) { bench in
            let coupon = try await bench.coupon()
            try await bench.login(coupon, phone: 0)
            try await bench.compareAll()
            try await bench.routers[0].moveGuestData(address: GuestBench.address(0), bytesIn: 70_000, bytesOut: 900_000)
            // The router, which is a little behind, would end the session by itself in a moment.
            try await bench.wait(.seconds(43_150))
            bench.gateway.advance(by: .seconds(55))
            try await bench.compare(0)
            #expect(try await bench.phones() == [])
            let session = try #require(try await bench.guest(of: coupon).session)
            #expect(session.endedAt != nil && session.endCause == "admin reset")
            #expect((session.bytesIn ?? 0) >= 70_000 && (session.bytesOut ?? 0) >= 900_000)
        }
    }

    @Test func `who listens knows at once that a guest has gone, and serves a disconnect by itself`() async throws {
        try await SimulatedRouter.running { router in
            let gateway = try await TestGateway()
            let site = try await gateway.site("Lobby", router)
            let codes = try await gateway.coupons(2).map(\.code)
            let id = gateway.store.gatewayID
            try await gateway.serving {
                try await gateway.eventually("the router holds the codes") {
                    try await router.codes(of: id) == codes.sorted()
                }
                for (index, code) in codes.enumerated() {
                    try await router.loginGuest(
                        user: code,
                        password: code,
                        mac: GuestBench.phones[index],
                        address: GuestBench.address(index)
                    )
                }
                try await gateway.eventually("both guests are known") {
                    var filter = SiteUserFilter()
                    filter.state = .active
                    return try await gateway.store.siteUsers(at: site.id, filter, now: gateway.now()).count == 2
                }
                try await router.advanceClock(by: .seconds(30))
                try await router.logoutGuest(address: GuestBench.address(0))
                try await gateway.eventually("the end is on record") {
                    try await gateway.store.siteUser(codes[0], at: site.id).session?.isEndTold == true
                }
                let guest = try await gateway.store.siteUser(codes[1], at: site.id).user.id
                try await gateway.store.disconnectSiteUser(guest, at: site.id, now: gateway.now())
                try await gateway.eventually("the guest is out") {
                    try await gateway.store.siteUser(codes[1], at: site.id).session?.endedAt != nil
                }
            }
            #expect(try await router.rows(of: "/ip/hotspot/active").isEmpty)
            #expect(try await router.codes(of: id) == codes.sorted())
            try gateway.close()
        }
    }

    @Test func `a guest whose user another tool removed stays in, and on record`() async throws {
        try await GuestBench.with(.firstDevice) { bench in
            let coupon = try await bench.coupon()
            try await bench.login(coupon, phone: 0)
            try await bench.compareAll()
            try await bench.routers[0].edit("/ip/hotspot/user/remove", [".id": coupon.code])
            try await bench.compare(0)
            #expect(try await bench.phones() == [0])
            #expect(try await bench.guest(of: coupon).state(at: bench.gateway.now()) == .active)
            #expect(try await bench.guest(of: coupon).sessions.count == 1)
        }
    }
}
