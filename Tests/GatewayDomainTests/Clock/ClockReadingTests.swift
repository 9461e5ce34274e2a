import GatewayDomain
import Testing

/// What a router's clock says about ours.
@Suite struct ClockReadingTests {
    private static let now = Timestamp(seconds: 1_790_000_000)

    private static func router(
        ahead seconds: Int64?,
        readAt: Timestamp = now,
        _ source: RouterSetup.TimeSource? = .synchronized
    ) -> DeviceFacts {
        var facts = DeviceFacts(version: RouterOSRelease(7, 16, 0))
        facts.clock = seconds.map { RouterTime(aheadSeconds: $0, readAt: readAt) }
        facts.setup = RouterSetup()
        facts.setup?.timeSource = source
        return facts
    }

    @Test func `a router with a time server that shows another time leaves both times possible`() {
        let reading = ClockReading(Self.now)
        for seconds in [-86_400, -301, 301, 86_400] as [Int64] {
            let held = reading.held(against: Self.router(ahead: seconds))
            #expect(held.doubt == .router(aheadSeconds: seconds))
            #expect(held.earliest == min(Self.now, Self.now + .seconds(seconds)))
            #expect(held.shown == Self.now && held.steady == Self.now)
        }
        for seconds in [-300, 0, 300] as [Int64] {
            #expect(reading.held(against: Self.router(ahead: seconds)) == reading)
        }
    }

    @Test func `a router that nobody looks after has no say, nor has one where a time server looks after us`() {
        let reading = ClockReading(Self.now)
        for source in [nil, RouterSetup.TimeSource.none, .silent] {
            #expect(reading.held(against: Self.router(ahead: -86_400, source)) == reading)
        }
        #expect(reading.held(against: Self.router(ahead: nil)) == reading)
        let synchronized = ClockReading(Self.now, isSynchronized: true)
        #expect(synchronized.held(against: Self.router(ahead: -86_400)) == synchronized)
    }

    /// A router's clock is held against the time that goes on record.
    @Test func `a router that shows what we show takes the doubt away, and one that shows the time before does not`() {
        let back = ClockReading(Self.now, expected: Self.now + .seconds(3600), doubt: .set(.seconds(-3600)))
        #expect(back.held(against: Self.router(ahead: -3600, readAt: back.steady)) == ClockReading(Self.now))
        #expect(back.held(against: Self.router(ahead: 0, readAt: back.steady)) == back)
        let ahead = ClockReading(Self.now, expected: Self.now - .seconds(3600), doubt: .set(.seconds(3600)))
        #expect(ahead.held(against: Self.router(ahead: 3600, readAt: ahead.steady)) == ClockReading(Self.now))
        #expect(ahead.held(against: Self.router(ahead: 0, readAt: ahead.steady)) == ahead)
    }

    @Test func `a router that was read before our clock was set has no say about what it shows now`() {
        let ahead = ClockReading(Self.now, expected: Self.now - .seconds(86_400), doubt: .set(.seconds(86_400)))
        // It showed then what ours shows now.
        func held(_ age: Duration) -> ClockReading {
            ahead.held(against: Self.router(ahead: 86_400, readAt: ahead.steady - age))
        }
        #expect(held(.seconds(86_400)) == ahead)
        #expect(held(.seconds(61)) == ahead)
        #expect(held(.seconds(60)) == ClockReading(Self.now))
    }

    private static let days = Duration.seconds(3 * 86_400)
    private static let doubts: [ClockDoubt] = [
        .set(days), .set(.zero - days), .behindRecord(days), .router(aheadSeconds: days.components.seconds),
        .router(aheadSeconds: 0 - days.components.seconds),
    ]

    @Test(arguments: doubts)
    func `a doubt says what is the matter, how far, and what to do`(doubt: ClockDoubt) {
        #expect(doubt.description.contains("3 days"), "\(doubt)")
        #expect(doubt.remedy.contains("timedatectl set-ntp true"))
    }
}
