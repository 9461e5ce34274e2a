import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// Where a code that was used elsewhere stands in the queue: ahead of all other work, but never where it has no business.
@Suite(.timeLimit(.minutes(15))) struct UrgentPlacesTests {
    @Test func `a code goes while a slow device holds the only place for other work`() async throws {
        var silent = SimulatedRouterConfiguration.shared
        silent.faults.isSilent = true
        try await SimulatedRouter.running(silent) { dead in
            try await SimulatedRouter.running { lobby in
                try await SimulatedRouter.running { beach in
                    let gateway = try await TestGateway()
                    _ = try await gateway.site("Lobby", lobby)
                    _ = try await gateway.site("Beach", beach)
                    let coupons = try await gateway.coupons(2)
                    let codes = coupons.map(\.code).sorted()
                    let id = gateway.store.gatewayID
                    var configuration = gateway.configuration
                    configuration.connectTimeout = .seconds(600)
                    configuration.devicesAtOnceMaximum = 1
                    try await gateway.serving(with: configuration) {
                        try await gateway.eventually("both hold all codes") {
                            let held = try await (lobby.codes(of: id), beach.codes(of: id))
                            return held == (codes, codes)
                        }
                        _ = try await gateway.site("Dead", dead)
                        while try await dead.activity().connections == 0 { try Task.checkCancellation() }
                        try await lobby.loginGuest(
                            user: codes[0],
                            password: codes[0],
                            mac: "02:00:00:00:00:01",
                            address: "10.5.50.21"
                        )
                        try await gateway.eventually("the code is gone from the other site") {
                            try await beach.codes(of: id) == [codes[1]]
                        }
                    }
                    try gateway.close()
                }
            }
        }
    }

    @Test func `a code passes a push of five thousand coupons after a moment's work`() async throws {
        try await WatchedDevice.with { watched in
            let coupon = try #require(try await watched.gateway.coupons(1).first)
            try await watched.settle()
            for count in Array(repeating: 200, count: 24) + [199] { _ = try await watched.gateway.coupons(count) }
            let redeemedAt = 10
            try watched.channel.start { trip, number in
                if number == redeemedAt {
                    #expect(Set(trip) == ["/ip/hotspot/user/add"], "the push is under way")
                    try await watched.redeem([coupon])
                }
            }

            let work = try #require(try await watched.work())

            #expect(work.scope == .everything)
            let trips = try watched.channel.roundTrips
            let removal = try #require(trips.firstIndex(of: ["/ip/hotspot/user/remove"]))
            #expect(removal == redeemedAt + 1, "after the part that was being sent, and one reading")
            let added = trips[..<removal].reduce(0) { $0 + $1.count { $0 == "/ip/hotspot/user/add" } }
            #expect(added < 5000 / 2)
            let held = try await watched.router.codes(of: watched.gateway.store.gatewayID)
            #expect(held.count == 4999)
            #expect(!held.contains(coupon.code))
        }
    }

    @Test func `a paused site keeps the code until it is resumed, and loses it then`() async throws {
        try await WatchedDevice.with { watched in
            let store = watched.gateway.store
            let coupons = try await watched.gateway.coupons(2)
            try await watched.settle()
            try await store.pauseSite(watched.site.id, now: watched.gateway.now())
            try await watched.redeem([coupons[0]])
            try watched.channel.start()
            #expect(try await watched.work() == nil)
            #expect(try await watched.router.codes(of: store.gatewayID).count == 2)

            try await store.resumeSite(watched.site.id, now: watched.gateway.now())
            try await watched.settle()

            #expect(try await watched.router.codes(of: store.gatewayID) == [coupons[1].code])
        }
    }

    @Test func `a device that never held a code for other sites is not asked about it`() async throws {
        try await WatchedDevice.with { watched in
            let store = watched.gateway.store
            var order = CouponOrder(instance: watched.gateway.instance, count: 1, minutesValid: 600)
            order.sites = [watched.elsewhere.site]
            let coupons = try await store.createCoupons(order, now: watched.gateway.now())
            try await watched.settle()
            try await watched.redeem(coupons)
            #expect(try await watched.work() == nil)
        }
    }
}
