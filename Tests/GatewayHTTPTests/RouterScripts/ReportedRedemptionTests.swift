import GatewayDomain
import RouterOSSimulator
import Testing

/// One login, told by the hook, by the report, and by the note that the gateway reads itself.
@Suite(.timeLimit(.minutes(15))) struct ReportedRedemptionTests {
    @Test(arguments: ScriptBench.versions)
    func `is one redemption and one session, whoever tells of it`(version: String) async throws {
        try await ReportedWorld.with(version) { world in
            let coupon = try #require(try await world.coupons(1).first)
            try await world.work()
            try await world.pass(.seconds(600))
            try await world.login(coupon)
            // By the hook, at once.
            let redemption = try #require(try await world.redemptions()[coupon.code])
            #expect(redemption.at == world.now)
            #expect(redemption.macAddress == ScriptBench.mac(1))
            try await world.pass(.seconds(180))
            try await world.look()
            #expect(world.sink.bodies.count >= 2)
            #expect(try await world.redeemings(coupon.code) == 1)
            #expect(try await world.sessions(coupon).count == 1)
            try await world.router.logoutGuest(address: ScriptBench.address(1))
            try await world.pass(.seconds(60))
            try await world.look()
            let session = try #require(try await world.sessions(coupon).first)
            #expect(session.endedAt != nil)
            #expect(session.endCause == "user request")
            #expect(try await world.sessions(coupon).count == 1)
            try await world.expectNoErrors()
        }
    }

    @Test(arguments: [true, false])
    func `whose hook was lost is recorded once it is back, by the report or by a look`(looksFirst: Bool) async throws {
        try await ReportedWorld.with { world in
            let coupon = try #require(try await world.coupons(1).first)
            try await world.work()
            world.setThere(false)
            try await world.login(coupon)
            let loggedInAt = world.now
            try await world.pass(.seconds(600))
            #expect(try await world.redemptions().isEmpty)
            world.setThere(true)
            if looksFirst { try await world.look() } else { try await world.router.advanceClock(by: .seconds(65)) }
            let redemption = try #require(try await world.redemptions()[coupon.code])
            let error = redemption.at < loggedInAt ? loggedInAt - redemption.at : redemption.at - loggedInAt
            #expect(error <= .seconds(66))
            try await world.pass(.seconds(180))
            try await world.look()
            #expect(try await world.redeemings(coupon.code) == 1)
            #expect(try await world.sessions(coupon).count == 1)
        }
    }

    @Test func `from before a power cut and a clock of 1970 keeps its time`() async throws {
        try await ReportedWorld.with { world in
            let coupon = try #require(try await world.coupons(1).first)
            try await world.work()
            world.setThere(false)
            try await world.pass(.seconds(3600))
            try await world.login(coupon)
            let loggedInAt = world.now
            try await world.pass(.seconds(600))
            try await world.router.powerCut()
            try await world.router.setClock(epochSeconds: 90_000)
            world.setThere(true)
            // The report comes first, from a router that does not know what time it is.
            try await world.router.advanceClock(by: .seconds(65))
            #expect(try await world.redemptions()[coupon.code]?.at == loggedInAt)
            #expect(try await world.redeemings(coupon.code) == 1)
        }
    }
}
