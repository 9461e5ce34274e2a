import GatewayDomain
import Testing

/// What a router's clock is worth.
struct RouterTimeTests {
    private static let now = Timestamp(seconds: 1_795_000_000)

    private static func clock(ahead: Int64, up seconds: Int64?) -> RouterTime {
        var clock = RouterTime(aheadSeconds: ahead, readAt: now)
        clock.bootedAt = seconds.map { now - .seconds($0) }
        return clock
    }

    @Test(arguments: [0, 259_200, -1_700_000_000] as [Int64])
    func `what is as wrong as it was is put right`(ahead: Int64) {
        let clock = Self.clock(ahead: ahead, up: 7200)
        let login = Self.now - .seconds(3600)
        #expect(clock.ours(login + .seconds(ahead)) == login)
        #expect(clock.login(notedAt: login + .seconds(ahead)) == login)
    }

    @Test func `what lies before the start or in the future was told by another clock`() {
        let clock = Self.clock(ahead: 0, up: 7200)
        #expect(clock.ours(Self.now - .seconds(7200 + 91)) == nil)
        #expect(clock.ours(Self.now - .seconds(7200 + 90)) == Self.now - .seconds(7290))
        #expect(clock.ours(Self.now + .seconds(91)) == nil)
        // A moment ahead is the rounding of two clocks, and never the future.
        #expect(clock.ours(Self.now + .seconds(90)) == Self.now)
    }

    @Test func `a note from before the start is believed when the clock is right`() {
        let noted = Self.now - .seconds(86_400)
        #expect(Self.clock(ahead: 3, up: 7200).login(notedAt: noted) == noted)
        // A board that begins in 1970 at each start noted it when its clock was right, or did not.
        #expect(Self.clock(ahead: -1_700_000_000, up: 7200).login(notedAt: noted) == nil)
        #expect(Self.clock(ahead: 259_200, up: 7200).login(notedAt: noted) == nil)
        #expect(Self.clock(ahead: 3, up: 7200).login(notedAt: Self.now + .seconds(86_400)) == nil)
    }

    @Test func `without a known start, the difference is all there is`() {
        let clock = Self.clock(ahead: 600, up: nil)
        #expect(clock.ours(Self.now) == Self.now - .seconds(600))
        #expect(clock.ours(Self.now + .seconds(691)) == nil)
    }
}
