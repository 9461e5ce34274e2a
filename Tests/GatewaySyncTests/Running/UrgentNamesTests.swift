import GatewayDomain
import RouterOSSimulator
import Testing

@testable import GatewayStore
@testable import GatewaySync

/// A code that was used at one site stops working at every other after two round trips: one that reads, one that removes.
@Suite(.timeLimit(.minutes(15))) struct UrgentNamesTests {
    private let users = "/ip/hotspot/user"
    private let sessions = "/ip/hotspot/active"
    private let cookies = "/ip/hotspot/cookie"

    private var readsNames: [String] { ["\(sessions)/print", "\(users)/print"] }
    private var readsTraces: [String] { ["\(sessions)/print", "\(cookies)/print", "\(users)/print"] }

    @Test(arguments: [1, 50])
    func `codes that nobody uses here take three round trips, however many they are`(count: Int) async throws {
        try await WatchedDevice.with { watched in
            let coupons = try await watched.gateway.coupons(count + 1)
            try await watched.settle()
            try await watched.redeem(Array(coupons.dropFirst()))
            try watched.channel.start()

            let work = try #require(try await watched.work())

            #expect(work.scope == .names(Set(coupons.dropFirst().map(\.code))))
            #expect(try watched.channel.roundTrips == [readsNames, ["\(users)/remove"], readsTraces])
            #expect(try await watched.router.codes(of: watched.gateway.store.gatewayID) == [coupons[0].code])
            #expect(try await watched.work() == nil)
        }
    }

    @Test func `fifty codes take as many statements as one`() async throws {
        try await WatchedDevice.with { watched in
            let coupons = try await watched.gateway.coupons(51)
            try await watched.settle()
            var statements: [Int] = []
            for used in [Array(coupons.prefix(1)), Array(coupons.dropFirst())] {
                try await watched.redeem(used)
                let before = watched.gateway.store.database.statementCount
                try await watched.work()
                statements.append(watched.gateway.store.database.statementCount - before)
            }
            #expect(statements[0] == statements[1])
            #expect(statements[0] < 25)
        }
    }

    @Test func `a guest who uses the code here as well is put out in one more, and the last reading proves it`()
        async throws
    {
        try await WatchedDevice.with { watched in
            let coupon = try #require(try await watched.gateway.coupons(1).first)
            try await watched.settle()
            try await watched.redeem([coupon])
            try await watched.login(coupon)
            try await watched.router.moveGuestData(address: "10.5.50.21", bytesIn: 1000, bytesOut: 5000)
            try watched.channel.start()

            try await watched.work()

            #expect(
                try watched.channel.roundTrips == [
                    readsNames, ["\(users)/remove"], readsTraces, ["\(sessions)/remove", "\(cookies)/remove"],
                    readsNames,
                ]
            )
            for menu in [sessions, cookies] { #expect(try await watched.router.rows(of: menu).isEmpty) }
            let report = try #require(
                try await watched.gateway.store.reports(at: watched.site.id).first { $0.report.event == .login }
            )
            #expect(report.meaning == .conflict)
            #expect((report.report.bytesOut ?? 0) >= 5000, "what was used is on record before the row goes")
        }
    }

    @Test func `a guest who gets in between the reading and the removal is recorded and put out`() async throws {
        try await WatchedDevice.with { watched in
            let coupon = try #require(try await watched.gateway.coupons(1).first)
            try await watched.settle()
            try await watched.redeem([coupon])
            try watched.channel.start { _, number in
                if number == 2 { try await watched.login(coupon) }
            }

            try await watched.work()

            #expect(try await watched.router.rows(of: sessions).isEmpty)
            let reports = try await watched.gateway.store.reports(at: watched.site.id)
            #expect(Set(reports.map(\.meaning)) == [.conflict, .ended])
        }
    }

    @Test func `a reading that has grown old is made again before anything is removed by it`() async throws {
        try await WatchedDevice.with { watched in
            let coupon = try #require(try await watched.gateway.coupons(1).first)
            try await watched.settle()
            try await watched.redeem([coupon])
            try watched.channel.start { _, number in
                if number == 1 { watched.gateway.advance(by: .seconds(2)) }
            }

            try await watched.work()

            #expect(
                try watched.channel.roundTrips == [readsNames, readsNames, ["\(users)/remove"], readsTraces]
            )
        }
    }

    @Test func `an expired code that somebody may still be using is looked at once more`() async throws {
        try await WatchedDevice.with { watched in
            let coupon = try #require(try await watched.gateway.coupons(1, minutes: 5).first)
            try await watched.settle()
            watched.gateway.advance(by: .seconds(301))
            try watched.channel.start { _, number in
                if number == 2 { try await watched.login(coupon) }
            }

            let work = try #require(try await watched.work())

            #expect(work.trigger == .due)
            #expect(try await watched.router.rows(of: sessions).count == 1)
            #expect(try await watched.gateway.store.reports(at: watched.site.id).map(\.meaning) == [.late])
        }
    }

    @Test func `over a fresh connection the codes go first, before everything is read`() async throws {
        try await WatchedDevice.with { watched in
            let coupons = try await watched.gateway.coupons(2)
            try await watched.settle()
            await watched.link.close()
            try await watched.redeem([coupons[0]])

            let work = try #require(try await watched.work())

            #expect(work.scope == .names([coupons[0].code]))
            let trips = try watched.channel.roundTrips
            #expect(trips.count == 4)
            #expect(trips.dropFirst() == [readsNames, ["\(users)/remove"], readsTraces])
            #expect(try await watched.router.codes(of: watched.gateway.store.gatewayID) == [coupons[1].code])
            let next = try #require(try await watched.work(), "everything is compared right afterwards")
            #expect(next.scope == nil)
            #expect(await watched.link.memory?.managedUserCount == 1)
            #expect(try await watched.work() == nil)
        }
    }

    @Test func `a burst of fifty is the first code and then all others together`() async throws {
        try await WatchedDevice.with { watched in
            let coupons = try await watched.gateway.coupons(50)
            try await watched.settle()
            try await watched.redeem([coupons[0]])
            try watched.channel.start { _, number in
                guard number == 1 else { return }
                for coupon in coupons.dropFirst() { try await watched.redeem([coupon]) }
            }

            try await watched.settle()

            #expect(try watched.channel.roundTrips.count == 6)
            #expect(try await watched.router.codes(of: watched.gateway.store.gatewayID).isEmpty)
        }
    }
}

extension WatchedDevice {
    /// A guest logs in on this device's router.
    fileprivate func login(_ coupon: Coupon) async throws {
        try await router.loginGuest(
            user: coupon.code,
            password: coupon.code,
            mac: "02:00:00:00:00:02",
            address: "10.5.50.21"
        )
    }
}
