import GatewayDomain
import RouterOSSimulator
import Testing

/// Two weeks of a site whose gateway is away for days.
@Suite(.timeLimit(.minutes(60))) struct GatewayAwayTests {
    private static let hour = Duration.seconds(3600)
    private static let day = Duration.seconds(86_400)

    @Test func `coupons work, expire and end on time, and each redemption is recorded once`() async throws {
        try await ReportedWorld.with("7.12.2", sessionMinutes: 1440) { world in
            // Some run out while the gateway is away, the others before the two weeks are over.
            let short = try await world.coupons(3, minutes: 36 * 60)
            let long = try await world.coupons(9, minutes: 8 * 1440)
            try await world.work()
            var guests = Guests()

            // A first day with everybody there.
            try await guests.logIn(long[0], world)
            try await world.pass(.seconds(180))
            #expect(try await world.redemptions()[long[0].code] != nil)
            try await world.pass(Self.day - .seconds(180), step: Self.hour)

            // Five days without the gateway: logins on four of them, a power cut, and a clock that begins in 1970.
            world.setThere(false)
            let before = try await world.writes()
            try await guests.logIn(short[0], world)
            try await guests.logIn(long[1], world)
            try await world.pass(Self.day / 2 + .seconds(600), step: Self.day)
            // What nobody used in 36 hours is gone, what was used is not.
            #expect(try await world.rows()[short[1].code] == nil)
            #expect(try await world.rows()[short[2].code] == nil)
            #expect(try await world.rows()[short[0].code]?["disabled"] == "false")
            await #expect(throws: SimulatedRouterError.self) { try await world.login(short[1], phone: 9) }
            try await guests.logIn(long[2], world)
            try await world.pass(Self.day / 2, step: Self.day)
            // A day after their logins those two are out, and their codes are dead.
            for coupon in [short[0], long[1]] {
                #expect(try await world.rows()[coupon.code]?["disabled"] == "true")
                await #expect(throws: SimulatedRouterError.self) { try await world.login(coupon, phone: 9) }
            }
            #expect(try await world.active() == [long[2].code])
            try await world.router.powerCut()
            try await world.router.setClock(epochSeconds: 90_000)
            try await guests.logIn(long[3], world)
            try await world.pass(.seconds(1200), step: Self.day)
            #expect(try await world.active() == [long[3].code])
            try await world.router.setTimeServer(epochSeconds: world.now.seconds)
            try await guests.logIn(long[4], world)
            try await world.pass(Self.day * 2, step: Self.day)
            // The clock was not to be trusted when this one came: the router's own limits end the session, not the sweep.
            #expect(try await world.active() == [])
            #expect(try await world.rows()[long[3].code]?["disabled"] == "false")
            #expect(try await world.rows()[long[4].code]?["disabled"] == "true")

            // One write a login, one for each session that the sweep ended, one for each coupon that nobody used in time.
            let (logins, ended, expired) = (5, 4, 2)
            let written = try await world.writes() - before
            #expect(written == logins + ended + expired)
            #expect(try await world.redemptions().count == 1)

            // It is back: everything is recorded, once, at its time.
            world.setThere(true)
            try await world.pass(.seconds(600))
            try await world.look()
            try await guests.expectRecorded(world, undated: [long[3].code])
            let left = try await world.rows()
            for coupon in [short[0], long[1], long[2], long[4]] { #expect(left[coupon.code] == nil, "\(coupon.code)") }
            #expect(left.values.allSatisfy { $0["disabled"] == "false" })
            #expect(Set(long[5...].map(\.code)).isSubset(of: left.keys))

            try await Self.awayOnceMore(world, &guests, short: short, long: long)
            try await world.expectNoErrors()
        }
    }

    /// A second time away, and then to the end of the two weeks, when nothing is left.
    private static func awayOnceMore(
        _ world: ReportedWorld,
        _ guests: inout Guests,
        short: [Coupon],
        long: [Coupon]
    ) async throws {
        // Away once more for three days, and back; what it would add again, it does not.
        world.setThere(false)
        try await guests.logIn(long[5], world)
        try await world.pass(day * 3, step: day)
        world.setThere(true)
        try await world.pass(.seconds(600))
        try await world.look()
        try await guests.expectRecorded(world, undated: [long[3].code])
        #expect(try await world.rows().keys.contains { code in short.contains { $0.code == code } } == false)
        // To the end of the two weeks, when nothing is left.
        try await world.pass(day * 4, step: hour)
        #expect(try await world.rows().isEmpty)
        #expect(try await world.active().isEmpty)
        try await guests.expectRecorded(world, undated: [long[3].code])
    }
}

/// Who logged in when, as it truly happened.
private struct Guests {
    private var logins: [String: Timestamp] = [:]

    mutating func logIn(_ coupon: Coupon, _ world: ReportedWorld) async throws {
        try await world.login(coupon, phone: logins.count % 9 + 1)
        logins[coupon.code] = world.now
    }

    /// Expects that every login is on record, once, at its time; for some codes nobody can know it.
    func expectRecorded(
        _ world: ReportedWorld,
        undated: Set<String>,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let redemptions = try await world.redemptions()
        #expect(Set(redemptions.keys) == Set(logins.keys), sourceLocation: sourceLocation)
        for (code, login) in logins {
            #expect(try await world.redeemings(code) == 1, "\(code)", sourceLocation: sourceLocation)
            guard !undated.contains(code), let redemption = redemptions[code] else { continue }
            let error = redemption.at < login ? login - redemption.at : redemption.at - login
            // Both clocks go on by steps of a minute, one after the other.
            #expect(error <= .seconds(65), "\(code)", sourceLocation: sourceLocation)
        }
    }
}
