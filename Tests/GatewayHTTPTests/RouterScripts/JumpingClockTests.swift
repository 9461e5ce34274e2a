import GatewayDomain
import RouterOSSimulator
import Testing

/// A router whose clock jumps back while the gateway is away, with its scripts, and what the store makes of it.
@Suite(.timeLimit(.minutes(15))) struct JumpingClockTests {
    private static let day = Duration.seconds(86_400)

    @Test(arguments: [true, false])
    func `logins before and after the jump keep their times, and nobody is cut off`(isCured: Bool) async throws {
        try await ReportedWorld.with(sessionMinutes: 200) { world in
            let coupons = try await world.coupons(4, minutes: 3 * 1440)
            try await world.work()
            var logins: [String: Timestamp] = [:]
            func login(_ number: Int) async throws {
                try await world.login(coupons[number], phone: number + 1)
                logins[coupons[number].code] = world.now
            }
            world.setThere(false)
            try await world.pass(.seconds(1800), step: .seconds(900))
            try await login(0)
            try await world.pass(.seconds(3600))
            // A time server that went mad says that it is two days ago.
            try await world.router.setTimeServer(epochSeconds: (world.now - Self.day * 2).seconds)
            // Nobody could know when that was once the clock is right: a time server vouched for it.
            if !isCured { try await login(1) }
            try await world.pass(.seconds(3600))
            if isCured { try await world.router.setTimeServer(epochSeconds: world.now.seconds) }
            try await login(2)
            try await world.pass(.seconds(1800))
            #expect(try await world.active() == logins.keys.sorted())

            world.setThere(true)
            try await world.pass(.seconds(600))
            try await world.look()
            let redemptions = try await world.redemptions()
            #expect(Set(redemptions.keys) == Set(logins.keys))
            for (code, login) in logins {
                #expect(try await world.redeemings(code) == 1)
                let redemption = try #require(redemptions[code])
                let error = redemption.at < login ? login - redemption.at : redemption.at - login
                #expect(error <= .seconds(90), "\(code): \(redemption.at) for \(login)")
                #expect(redemption.at <= world.now)
            }
            #expect(try await world.active() == logins.keys.sorted())
            #expect(try await world.rows()[coupons[3].code] != nil)
            // Each has the time that was paid for, and not a day more.
            try await world.pass(.seconds(3 * 3600 + 600), step: .seconds(600))
            #expect(try await world.active().isEmpty)
            try await world.expectNoErrors()
        }
    }
}
