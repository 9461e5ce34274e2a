import TestSeeds
import GatewayDomain
import GatewayStore
import RouterOSSimulator
import Testing

@testable import GatewaySync

/// Two phones with one code, under each policy, at one router and at two.
@Suite(.timeLimit(.minutes(15))) struct DevicePolicyTests {
    @Test func `a code that is bound to its first device lets no other one in, at either router`() async throws {
        try await GuestBench.with(.firstDevice) { bench in
            let coupon = try await bench.coupon()
            try await bench.login(coupon, phone: 0)
            try await bench.compareAll()
            for router in 0...1 {
                #expect(try await bench.binding(of: coupon, at: router) == GuestBench.phones[0])
                await #expect(throws: SimulatedRouterError.self) { try await bench.login(coupon, phone: 1, at: router) }
            }
            #expect(try await bench.phones() == [0])
        }
    }

    @Test func `of two phones that got in at two routers the first one stays, and the other one is put out for good`()
        async throws
    {
        try await GuestBench.with(.firstDevice) { bench in
            let coupon = try await bench.coupon()
            try await bench.login(coupon, phone: 0, at: 0)
            try await bench.login(coupon, phone: 1, at: 1)
            try await bench.wait()
            try await bench.compareAll()
            #expect(try await bench.phones(at: 0) == [0])
            #expect(try await bench.phones(at: 1) == [])
            #expect(try await bench.remembered(at: 1) == [])
            let reports = try await bench.gateway.store.reports(at: bench.site.id)
            #expect(reports.filter { $0.report.event == .login }.map(\.meaning).contains(.refused))
            let sessions = try await bench.guest(of: coupon).sessions
            #expect(sessions.filter { $0.endedAt == nil }.map(\.macAddress) == [GuestBench.phones[0]])
        }
    }

    @Test func `a newer phone takes over from the older one, which does not come back by itself`() async throws {
        try await GuestBench.with(.newestWins) { bench in
            let coupon = try await bench.coupon()
            try await bench.login(coupon, phone: 0)
            try await bench.wait()
            try await bench.compareAll()
            try await bench.login(coupon, phone: 1)
            try await bench.compareAll()
            try await bench.compareAll()
            #expect(try await bench.phones() == [1])
            #expect(try await bench.remembered() == [1])
            #expect(try await bench.binding(of: coupon) == nil, "any phone may take over")
            await #expect(throws: SimulatedRouterError.self) {
                try await bench.routers[0].returnGuest(mac: GuestBench.phones[0], address: GuestBench.address(0))
            }
            let reports = try await bench.gateway.store.reports(at: bench.site.id)
            #expect(Set(reports.filter { $0.report.event == .login }.map(\.meaning)) == [.redeemed, .handover])
        }
    }

    @Test func `a phone that takes over at another router puts the older one out at the first`() async throws {
        try await GuestBench.with(.newestWins) { bench in
            let coupon = try await bench.coupon()
            try await bench.login(coupon, phone: 0, at: 0)
            try await bench.wait()
            try await bench.login(coupon, phone: 1, at: 1)
            try await bench.compareAll()
            #expect(try await bench.phones(at: 0) == [])
            #expect(try await bench.remembered(at: 0) == [])
            #expect(try await bench.phones(at: 1) == [1])
            #expect(try await bench.redemption(of: coupon).holder == GuestBench.phones[1])
        }
    }

    @Test func `a phone that came again elsewhere stays, though a router tells late of another one in between`()
        async throws
    {
        try await GuestBench.with(.newestWins) { bench in
            let coupon = try await bench.coupon()
            try await bench.login(coupon, phone: 0, at: 0)
            try await bench.wait()
            try await bench.compareAll()
            try await bench.login(coupon, phone: 1, at: 0)
            try await bench.wait()
            try await bench.login(coupon, phone: 0, at: 1)
            for router in [1, 0, 1, 0] { try await bench.compare(router) }
            #expect(try await bench.phones(at: 0) == [0])
            #expect(try await bench.phones(at: 1) == [0])
            #expect(try await bench.redemption(of: coupon).holder == GuestBench.phones[0])
        }
    }

    @Test func `of two phones that are read at once the one that came last takes over`() async throws {
        try await GuestBench.with(.newestWins) { bench in
            let coupon = try await bench.coupon()
            try await bench.login(coupon, phone: 1)
            try await bench.wait()
            try await bench.login(coupon, phone: 0)
            try await bench.compareAll()
            #expect(try await bench.phones() == [0])
            #expect(try await bench.redemption(of: coupon).macAddress == GuestBench.phones[1], "who redeemed it")
        }
    }

    @Test func `a phone with a new address each day is let in each day, for one coupon`() async throws {
        try await GuestBench.with(.newestWins) { bench in
            let coupon = try await bench.coupon()
            for phone in 0..<GuestBench.phones.count {
                try await bench.login(coupon, phone: phone, at: phone % 2)
                try await bench.compareAll()
                #expect(try await bench.phones(at: phone % 2) == [phone])
                #expect(try await bench.phones(at: (phone + 1) % 2) == [])
                try await bench.wait()
            }
            #expect(try await bench.gateway.store.redemptions(at: bench.site.id).count == 1)
            let sessions = try await bench.guest(of: coupon).sessions
            #expect(sessions.map(\.macAddress) == GuestBench.phones.reversed())
            #expect(sessions.map { $0.endedAt == nil } == [true, false, false, false, false])
        }
    }

    @Test func `a code for two devices lets two in and puts neither out`() async throws {
        try await GuestBench.with(.shared(2)) { bench in
            let coupon = try await bench.coupon()
            try await bench.login(coupon, phone: 0, at: 0)
            try await bench.login(coupon, phone: 1, at: 0)
            try await bench.login(coupon, phone: 2, at: 1)
            try await bench.wait()
            try await bench.compareAll()
            #expect(try await bench.phones(at: 0) == [0, 1])
            #expect(try await bench.phones(at: 1) == [2])
            #expect(try await bench.remembered(at: 0) == [0, 1])
        }
    }

    @Test(arguments: [DevicePolicy.firstDevice, .newestWins, .shared(2)])
    func `a guest who walks from one router to the other stays in at both`(policy: DevicePolicy) async throws {
        try await GuestBench.with(policy) { bench in
            let coupon = try await bench.coupon()
            try await bench.login(coupon, phone: 0, at: 0)
            try await bench.compareAll()
            try await bench.wait()
            try await bench.login(coupon, phone: 0, at: 1)
            try await bench.compareAll()
            try await bench.compareAll()
            #expect(try await bench.phones(at: 0) == [0])
            #expect(try await bench.phones(at: 1) == [0])
            let meanings = try await bench.gateway.store.reports(at: bench.site.id).map(\.meaning)
            #expect(Set(meanings).isSubset(of: [.redeemed, .repeated]))
        }
    }

    @Test(arguments: Seed.several(6), [DevicePolicy.firstDevice, .newestWins, .shared(2)])
    func `whoever holds the code, or shares it, is never put out while it lasts`(
        seed: UInt64,
        policy: DevicePolicy
    ) async throws {
        try await GuestBench.with(policy) { bench in
            let coupon = try await bench.coupon()
            var generator = SeededGenerator(seed: seed)
            for step in 0..<12 {
                let (phone, router) = (
                    Int.random(in: 0..<3, using: &generator), Int.random(in: 0...1, using: &generator)
                )
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: try await bench.routers[router].logoutGuest(address: GuestBench.address(phone))
                case 1: try await bench.wait(.seconds(Int64.random(in: 1...600, using: &generator)))
                // Refused where the router itself does not let the phone in, which is no matter of ours.
                default: try? await bench.login(coupon, phone: phone, at: router)
                }
                let before = [try await bench.phones(at: 0), try await bench.phones(at: 1)]
                try await bench.compareAll()
                guard before.joined().contains(where: { _ in true }) else { continue }
                let holder = try await bench.redemption(of: coupon).holder
                for router in 0...1 {
                    let stays = before[router].filter { GuestBench.phones[$0] == holder || policy == .shared(2) }
                    let after = try await bench.phones(at: router)
                    #expect(after == stays, "seed \(seed), step \(step), router \(router), of \(before[router])")
                }
            }
        }
    }
}
