import GatewayDomain
import Testing

/// When the lines of a router's own log were written.
struct RouterLogTimesTests {
    /// 2026-11-20T12:26:40Z.
    private static let now = Timestamp(seconds: 1_795_177_600)

    private static func clock(ahead: Int64 = 0, zone: String? = nil, offset: Int64 = 0) -> RouterTime {
        var clock = RouterTime(aheadSeconds: ahead, readAt: now)
        clock.bootedAt = now - .seconds(30 * 86_400)
        clock.zoneName = zone
        clock.zoneOffsetSeconds = offset
        return clock
    }

    private static func moments(_ texts: [String], _ clock: RouterTime) throws -> [Timestamp?] {
        let line = try #require(HotspotLogLine("A (10.0.0.1): logged in"))
        let entries = try texts.enumerated().map { index, text in
            RouterLogEntry(number: UInt64(index), time: try #require(LogTimestamp(text)), line: line)
        }
        var times = RouterLogTimes(clock: clock)
        return times.moments(of: entries).map { $0?.ours }
    }

    private static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

    @Test(
        arguments: [
            (["2026-11-20 12:00:00"], nil, 0, "2026-11-20T12:00:00Z"),
            (["2026-11-20 13:00:00"], "Europe/Berlin", 3600, "2026-11-20T12:00:00Z"),
            (["12:00:00"], nil, 0, "2026-11-20T12:00:00Z"),
            (["nov/19 23:00:00"], "Europe/Berlin", 3600, "2026-11-19T22:00:00Z"),
            (["2026-11-20 17:30:00"], "manual-thing", 19_800, "2026-11-20T12:00:00Z"),
            (["2026-11-20 08:30:00"], nil, -12_600, "2026-11-20T12:00:00Z"),
        ] as [([String], String?, Int64, String)]
    )
    func `a line's time is local time of the router`(
        _ texts: [String],
        _ zone: String?,
        _ offset: Int64,
        _ expected: String
    ) throws {
        #expect(try Self.moments(texts, Self.clock(zone: zone, offset: offset)) == [Self.time(expected)])
    }

    @Test func `a line from before the clocks were put back is told by the zone, not by its shift of today`() throws {
        var clock = Self.clock(zone: "Europe/Berlin", offset: 3600)
        clock.bootedAt = Self.now - .seconds(60 * 86_400)
        #expect(try Self.moments(["2026-10-20 12:00:00"], clock) == [Self.time("2026-10-20T10:00:00Z")])
    }

    @Test func `a clock that is wrong is put right`() throws {
        let clock = Self.clock(ahead: -1_795_000_000)
        // It shows the third of January of 1970.
        let moments = try Self.moments(["1970-01-03 01:00:00", "1970-01-03 01:20:00"], clock)
        #expect(moments == [Timestamp(seconds: 1_795_176_400), Timestamp(seconds: 1_795_177_600)])
    }

    @Test func `lines from before the clock was set are of no known time`() throws {
        let texts = ["1970-01-02 00:01:00", "2026-11-20 12:00:00"]
        #expect(try Self.moments(texts, Self.clock()) == [nil, Self.time("2026-11-20T12:00:00Z")])
        let backwards = ["2026-11-20 12:20:00", "2026-11-20 11:00:00", "2026-11-20 12:10:00"]
        #expect(
            try Self.moments(backwards, Self.clock())
                == [nil, Self.time("2026-11-20T11:00:00Z"), Self.time("2026-11-20T12:10:00Z")]
        )
    }

    @Test func `lines from before the clock is known to go steadily are of no known time`() throws {
        var clock = Self.clock(ahead: -600)
        clock.steadySince = Self.now - .seconds(300)
        // By our clock, ten minutes later each.
        let moments = try Self.moments(["2026-11-20 12:11:40", "2026-11-20 12:11:41"], clock)
        #expect(moments == [nil, Self.now - .seconds(299)])
    }
}
