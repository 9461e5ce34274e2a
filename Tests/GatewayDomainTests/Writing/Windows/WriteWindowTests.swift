import GatewayDomain
import Testing

/// What a window may be, how it is read and written, and what it means on single days.
struct WriteWindowTests {
    private func window(_ text: String) throws -> WriteWindow { try WriteWindow(text: text) }

    private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

    @Test(arguments: [
        ("mon-fri", "mon-fri"), ("fri,mon,wed,tue,thu", "mon-fri"), ("sat,sun", "sat,sun"), ("sat-mon", "mon,sat,sun"),
        ("Mon", "mon"), ("mon-sun", "mon-sun"), ("tue-mon", "mon-sun"), ("mon-wed,fri", "mon-wed,fri"),
    ]) func `days are written as people do`(given: String, written: String) throws {
        #expect(try Weekdays(text: given).description == written)
    }

    @Test(arguments: ["", "monday", "mon-", "mon--fri", "mon,,tue", "mon-tue-wed", "mon fri", "8"])
    func `what are no days is refused, by name`(text: String) {
        #expect { try Weekdays(text: text) } throws: { error in
            (error as? PortalValueError)?.field == .days && "\(error)".contains("mon-fri")
        }
    }

    @Test(arguments: [
        ("mon 02:00-02:09 UTC", PortalValueError.Field.windowEnd), ("mon 23:55-00:04 UTC", .windowEnd),
        ("mon 24:00-02:00 UTC", .windowStart), ("mon 2:00-05:00 UTC", .windowStart), ("mon 02:00-5 UTC", .windowEnd),
        ("mon 02:00-05:00 Berlin", .timeZone), ("mon 02:00-05:00 CET", .timeZone), ("mon 02:00 UTC", .windows),
        ("02:00-05:00 UTC", .windows),
    ]) func `what is no window is refused, with what is wrong`(text: String, field: PortalValueError.Field) {
        #expect { try WriteWindow(text: text) } throws: { ($0 as? PortalValueError)?.field == field }
    }

    @Test func `windows are read as they were written`() throws {
        let windows = WriteWindows([
            try window("mon-fri 02:00-05:00 Europe/Berlin"), try window("sat,sun 23:30-00:00 UTC"),
        ])
        #expect(try WriteWindows(text: windows.text) == windows)
        #expect(try WriteWindows(text: "") == WriteWindows())
        #expect(windows.all.map(\.timeZone) == ["Europe/Berlin", "UTC"])
    }

    @Test func `without a window it is always open, and with one of every whole day as well`() throws {
        let now = try time("2026-11-22T10:00:00Z")
        #expect(WriteWindows().state(at: now) == .open(closesAt: nil))
        #expect(WriteWindows([try window("mon-sun 00:00-00:00 UTC")]).state(at: now) == .open(closesAt: nil))
    }

    @Test func `a window over midnight belongs to the day on which it begins`() throws {
        let windows = WriteWindows([try window("sat 23:00-02:00 Europe/Berlin")])
        #expect(
            windows.state(at: try time("2026-11-21T22:00:00Z")) == .open(closesAt: try time("2026-11-22T01:00:00Z"))
        )
        #expect(windows.isOpen(at: try time("2026-11-22T00:59:59Z")))
        let shut = windows.state(at: try time("2026-11-22T01:00:00Z"))
        #expect(shut.opensAt == (try time("2026-11-28T22:00:00Z")))
        #expect(shut.openSeconds == 10_800)
        #expect(shut.closesAt == nil, "it does not close before it opens")
    }

    @Test
    func `a window in the hour that is skipped does not happen, and one in the hour that comes twice happens first`()
        throws
    {
        let windows = WriteWindows([try window("sun 02:15-02:45 Europe/Berlin")])
        // Clocks go from 02:00 to 03:00 on 28 March 2027, and back from 03:00 to 02:00 on 31 October.
        let before = try time("2027-03-27T12:00:00Z")
        #expect(windows.state(at: before).opensAt == (try time("2027-04-04T00:15:00Z")))
        let autumn = try time("2027-10-30T12:00:00Z")
        #expect(windows.state(at: autumn).opensAt == (try time("2027-10-31T00:15:00Z")))
        #expect(windows.isOpen(at: try time("2027-10-31T00:30:00Z")))
        #expect(!windows.isOpen(at: try time("2027-10-31T01:30:00Z")), "02:30 once more")
    }

    @Test func `a window around the hour that comes twice lasts an hour longer`() throws {
        let windows = WriteWindows([try window("sun 01:00-04:00 Europe/Berlin")])
        let opensAt = try time("2027-10-30T23:00:00Z")
        #expect(windows.state(at: opensAt) == .open(closesAt: opensAt + .seconds(4 * 3600)))
    }
}
