import GatewayDomain
import Testing

/// Since when a router's clock has been going as it goes now.
@Suite struct RouterClockSpanTests {
    private static let start = Timestamp(seconds: 1_795_177_600)

    private static func clock(_ error: Int64, after seconds: Int64, on since: Int64 = -86_400) -> RouterTime {
        var clock = RouterTime(aheadSeconds: error, readAt: start + .seconds(seconds))
        clock.bootedAt = start + .seconds(since)
        return clock
    }

    /// Since when, in seconds, the clock goes steadily by what two readings an hour apart tell.
    private static func steadySince(_ first: Int64, _ second: RouterTime) -> Int64 {
        let before = RouterClockSpan(clock(first, after: 0), after: nil)
        return (RouterClockSpan(second, after: before).since - start).components.seconds
    }

    @Test func `of what was before the first reading nothing is known`() {
        let span = RouterClockSpan(Self.clock(-7200, after: 0), after: nil)
        #expect(span.since == Self.start)
        #expect(span.checkedAt == Self.start && span.errorSeconds == -7200)
    }

    @Test func `a clock that two readings show alike has been left alone`() {
        #expect(Self.steadySince(0, Self.clock(0, after: 3600)) == 0)
        #expect(Self.steadySince(-7200, Self.clock(-7230, after: 3600)) == 0)
    }

    @Test func `a clock that was set is steady from then on, or from when it shows what it never showed`() {
        #expect(Self.steadySince(-7200, Self.clock(0, after: 3600)) == 3600)
        #expect(Self.steadySince(900, Self.clock(0, after: 3600)) == 4500)
        // Three years: nothing of then looks like now.
        #expect(Self.steadySince(100_000_000, Self.clock(0, after: 3600)) == 3600)
    }

    @Test func `a router that was started again may have shown any time for a while`() {
        #expect(Self.steadySince(0, Self.clock(0, after: 3600, on: 60)) == 3600)
        var unknown = Self.clock(0, after: 3600)
        unknown.bootedAt = nil
        #expect(Self.steadySince(0, unknown) == 3600)
    }

    @Test func `another reading is worth a write when something changed, and once an hour`() {
        let span = RouterClockSpan(Self.clock(0, after: 0), after: nil)
        func next(_ error: Int64, _ seconds: Int64) -> RouterClockSpan {
            RouterClockSpan(Self.clock(error, after: seconds), after: span)
        }
        #expect(span.covers(next(2, 3599)))
        #expect(!span.covers(next(0, 3600)))
        #expect(!span.covers(next(5, 60)))
        #expect(!span.covers(next(60, 60)))
    }
}
