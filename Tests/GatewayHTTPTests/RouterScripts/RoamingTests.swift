import GatewayDomain
import RouterOSSimulator
import Testing

/// A site with two routers: what the scripts of one do not know of the other.
@Suite(.timeLimit(.minutes(15))) struct RoamingTests {
    @Test func `the other router lets a guest in who redeemed just before the code ran out`() async throws {
        try await ReportedWorld.with("7.12.2", routers: 2, sessionMinutes: 180) { world in
            let coupons = try await world.coupons(2, minutes: 30)
            let code = coupons[0].code
            try await world.work()
            try await world.pass(.seconds(600))
            try await world.login(coupons[0])
            try await world.pass(.seconds(300))
            #expect(try await world.redemptions().count == 1)
            // Nobody tells the other router anything from here on; the code would have run out a quarter of an hour later.
            world.setThere(false)
            try await world.pass(.seconds(3600), step: .seconds(1800))
            for place in 0...1 { #expect(Array(try await world.rows(at: place).keys) == [code]) }
            try await world.login(coupons[0], at: 1)
            #expect(try await world.active(at: 1) == [code])
            try await world.pass(.seconds(3600), step: .seconds(1800))
            #expect(try await world.active(at: 1) == [code])

            world.setThere(true)
            try await world.pass(.seconds(300))
            try await world.look()
            #expect(try await world.redemptions().count == 1)
            #expect(try await world.redeemings(code) == 1)
            // To the end of the three hours, on both.
            try await world.pass(.seconds(3600), step: .seconds(600))
            for place in 0...1 {
                #expect(try await world.active(at: place).isEmpty)
                #expect(try await world.rows(at: place).isEmpty)
            }
            try await world.expectNoErrors()
        }
    }
}
