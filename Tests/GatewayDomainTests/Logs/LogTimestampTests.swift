import GatewayDomain
import Testing

@Suite struct LogTimestampTests {
    /// 2026-09-27 13:00:00 UTC.
    private static let reference = Timestamp(rfc3339: "2026-09-27T13:00:00Z")

    private func read(_ text: String, in zone: String = "UTC", year: Int64? = nil) throws -> String? {
        var clock = try LogClock(timeZone: zone, reference: #require(Self.reference), year: year)
        return try clock.time(of: #require(LogTimestamp(text)))?.description
    }

    @Test(
        arguments: [
            ("sep/25 21:10:05", "2026-09-25T21:10:05Z"), ("12:58:00", "2026-09-27T12:58:00Z"),
            ("23:58:00", "2026-09-26T23:58:00Z"), ("sep/25/2025 21:10:05", "2025-09-25T21:10:05Z"),
            ("2026-09-25 21:10:05", "2026-09-25T21:10:05Z"), ("09-25 21:10:05", "2026-09-25T21:10:05Z"),
            ("Oct/07/2025 23:40:51", "2025-10-07T23:40:51Z"), ("Oct  7 10:40:58", "2025-10-07T10:40:58Z"),
            ("Sep 27 14:00:00", "2026-09-27T14:00:00Z"), ("2026-09-25T21:10:05.250+02:00", "2026-09-25T19:10:05Z"),
            ("2026-09-25T21:10:05Z", "2026-09-25T21:10:05Z"), ("feb/29 00:00:00", "2024-02-29T00:00:00Z"),
            ("jan/02/1970 00:00:11", "1970-01-02T00:00:11Z"),
        ]
    )
    func `each form that routers and syslog servers write is read`(text: String, time: String) throws {
        #expect(try read(text) == time)
    }

    @Test(
        arguments: [
            "", "25", "sep/25", "sep/25 21:10", "sep/25 24:10:05", "foo/25 21:10:05", "sep/45 21:10:05",
            "2026-13-25 21:10:05",
            "2026-09-25 21:10:05+2", "2026-09-25  ", "20260-09-25 21:10:05", "12:58:00 ", "1:58:00",
            "Oct    7 10:40:58",
            "2026-09-25 21:10:05.", "2026-09-25 21:10:05.1234567890", "kemarin",
        ]
    )
    func `anything else is no time`(text: String) {
        #expect(LogTimestamp(text) == nil)
    }

    @Test func `the zone of the router's clock counts, with its summer time`() throws {
        #expect(try read("2026-09-25 21:10:05", in: "Asia/Jakarta") == "2026-09-25T14:10:05Z")
        #expect(try read("2026-07-01 12:00:00", in: "Europe/Berlin") == "2026-07-01T10:00:00Z")
        #expect(try read("2026-01-01 12:00:00", in: "Europe/Berlin") == "2026-01-01T11:00:00Z")
        // Skipped on 2026-03-29 and shown twice on 2026-10-25.
        #expect(try read("2026-03-29 02:30:00", in: "Europe/Berlin") == "2026-03-29T01:00:00Z")
        #expect(try read("2025-10-26 02:30:00", in: "Europe/Berlin") == "2025-10-26T00:30:00Z")
        #expect(throws: PortalValueError.self) { try read("12:00:00", in: "GMT+3") }
    }

    @Test func `a named year is that of the first line, and a log may pass into the next one`() throws {
        var clock = try LogClock(timeZone: "UTC", reference: #require(Self.reference), year: 2019)
        let lines = ["Feb 28 10:00:00", "Dec 31 23:59:59", "Jan  1 00:00:01", "Jul  1 10:00:00", "Jan  2 00:00:00"]
        let times = try lines.map { try clock.time(of: #require(LogTimestamp($0)))?.description }
        #expect(times[0] == "2019-02-28T10:00:00Z")
        // Nearer to February is the last day of the year before: a gap of more than half a year needs a year in the line.
        #expect(times[1] == "2018-12-31T23:59:59Z")
        #expect(times[2] == "2019-01-01T00:00:01Z")
        #expect(times[3] == "2019-07-01T10:00:00Z")
        #expect(times[4] == "2019-01-02T00:00:00Z")
    }

    @Test func `a day that does not exist has no time`() throws {
        #expect(try read("2026-02-29 10:00:00") == nil)
        #expect(try read("feb/30 10:00:00") == nil)
        #expect(try read("feb/29 10:00:00", year: 2025) == nil)
    }
}
