import GatewayDomain
import RouterOSSimulator
import Testing

@testable import GatewayStore
@testable import GatewaySync

/// A code that was used elsewhere dies on a router that cannot be reached just then as soon as it can be, and with it goes whoever
/// got in with it.
@Suite(.timeLimit(.minutes(15))) struct BrokenRemovalTests {
    private struct Lost: Error {}

    private let sessions = "/ip/hotspot/active"
    private let cookies = "/ip/hotspot/cookie"

    @Test(arguments: 1...5)
    func `wherever the connection breaks in a removal, the next run ends it`(trip: Int) async throws {
        try await WatchedDevice.with { watched in
            let coupon = try #require(try await watched.gateway.coupons(1).first)
            try await watched.settle()
            try await watched.redeem([coupon])
            try await watched.router.loginGuest(
                user: coupon.code,
                password: coupon.code,
                mac: "02:00:00:00:00:02",
                address: "10.5.50.21"
            )
            let channel = try watched.channel
            channel.start { _, number in
                guard number == trip else { return }
                await channel.close()
                throw Lost()
            }
            try await watched.work()
            #expect(channel.roundTrips.count == trip, "it broke there")
            #expect(try await watched.work() == nil, "it waits a moment before it tries again")

            let pause = watched.gateway.configuration.retryDelayMinimum
            watched.gateway.advance(by: pause)
            try await watched.router.advanceClock(by: pause)
            try await watched.settle()

            #expect(try await watched.router.codes(of: watched.gateway.store.gatewayID).isEmpty)
            for menu in [sessions, cookies] { #expect(try await watched.router.rows(of: menu).isEmpty, "\(menu)") }
            let reports = try await watched.gateway.store.reports(at: watched.site.id)
            #expect(reports.count { $0.meaning == .conflict } == 1)
            let guests = try await watched.gateway.store.siteUsers(at: watched.site.id, now: watched.gateway.now())
            #expect(guests.allSatisfy { $0.session?.endedAt != nil })
        }
    }

    @Test func `a dead code whose user another tool removed keeps nobody online`() async throws {
        try await WatchedDevice.with { watched in
            let coupons = try await watched.gateway.coupons(2)
            try await watched.settle()
            for (index, coupon) in coupons.enumerated() {
                try await watched.router.loginGuest(
                    user: coupon.code,
                    password: coupon.code,
                    mac: "02:00:00:00:00:0\(index + 2)",
                    address: "10.5.50.2\(index)"
                )
                try await watched.router.edit("/ip/hotspot/user/remove", [".id": coupon.code])
            }
            try await watched.redeem([coupons[0]])

            try await watched.settle()

            let online = try await watched.router.rows(of: sessions).compactMap { $0["user"] }
            #expect(online == [coupons[1].code], "whose code is good stays in")
        }
    }

    @Test func `more codes than one reading takes pass a push, all of them`() async throws {
        try await WatchedDevice.with { watched in
            var used: [Coupon] = []
            for _ in 0..<3 { used += try await watched.gateway.coupons(100) }
            try await watched.settle()
            for _ in 0..<10 { _ = try await watched.gateway.coupons(200) }
            let burst = used
            try watched.channel.start { _, number in
                if number == 10 { for chunk in burst.chunks(of: 50) { try await watched.redeem(Array(chunk)) } }
            }

            let work = try #require(try await watched.work())

            #expect(work.scope == .everything)
            let trips = try watched.channel.roundTrips
            let last = try #require(trips.lastIndex { $0.contains("/ip/hotspot/user/remove") })
            #expect(trips[last...].contains { $0.contains("/ip/hotspot/user/add") }, "the push had not ended")
            let held = Set(try await watched.router.codes(of: watched.gateway.store.gatewayID))
            #expect(held.count == 2000)
            #expect(held.isDisjoint(with: used.map(\.code)))
        }
    }
}
