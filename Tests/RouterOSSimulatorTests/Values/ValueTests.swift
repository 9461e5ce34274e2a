import NIOCore
import Testing

@testable import RouterOSSimulator

@Suite struct ValueTests {
    @Test(arguments: [
        ("0s", 0), ("1h", 3_600_000), ("1w2d3h4m5s", 788_645_000), ("00:30:00", 1_800_000), ("3:00", 10_800_000),
        ("1d02:00:00", 93_600_000), ("170ms", 170), ("16s330ms", 16_330), ("90", 90_000), ("1m30", 90_000),
    ])
    func `time intervals are read`(text: String, milliseconds: Int64) {
        #expect(DurationText.read(WordBytes(text)) == milliseconds)
        let written = DurationText.write(milliseconds: milliseconds)
        #expect(DurationText.read(written) == milliseconds)
    }

    @Test(arguments: [
        "", "x", "1x", "-1s", "1:2:3:4", "999999999999999999w", "none", "::", "1h ", "٣s", "9223372036854775807",
    ])
    func `what is no time interval is refused`(text: String) {
        #expect(DurationText.read(WordBytes(text)) == nil)
    }

    @Test func `addresses are read strictly`() {
        #expect(IPv4("192.168.10.8")?.number == 0xC0A8_0A08)
        #expect(IPv4(IPv4(0xC0A8_0A08).text)?.number == 0xC0A8_0A08)
        for text in ["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.+4", "1..2.3", "a.b.c.d"] {
            #expect(IPv4(text) == nil, "\(text)")
        }
        #expect(HardwareAddress("aa-bb-cc-0-0-1")?.text == "AA:BB:CC:00:00:01")
        for text in ["", "aa:bb", "aa:bb:cc:dd:ee:gg", "aaa:bb:cc:dd:ee:ff", "aa:bb:cc:dd:ee:+f"] {
            #expect(HardwareAddress(text) == nil, "\(text)")
        }
        #expect(RowID("*1F") == RowID(31))
        for text in ["1F", "*", "*G", "*1FFFFFFFF", "**1", "*+1"] {
            #expect(RowID(WordBytes(text)) == nil, "\(text)")
        }
    }

    @Test(arguments: [
        (0, "1970-01-01", "00:00:00"), (1_790_370_605, "2026-09-25", "21:10:05"),
        (951_782_400, "2000-02-29", "00:00:00"),
        (4_107_542_399, "2100-02-28", "23:59:59"), (-1, "1969-12-31", "23:59:59"),
    ])
    func `dates are those of the calendar`(seconds: Int64, date: String, time: String) {
        let civil = CivilTime(epochSeconds: seconds)
        #expect(civil.date(isISO: true) == date)
        #expect(civil.timeOfDay == time)
        if seconds >= 0 {
            let day = seconds / 86_400 * 86_400
            #expect(CivilTime.epochSeconds(date: date) == day)
            #expect(CivilTime.epochSeconds(date: civil.date(isISO: false)) == day)
        }
    }

    @Test func `a day that no month has is no date`() {
        #expect(CivilTime.epochSeconds(date: "feb/30/2026") == nil)
        #expect(CivilTime.epochSeconds(date: "2026-02-29") == nil)
        #expect(CivilTime.epochSeconds(date: "2028-02-29") != nil)
        var router = Transcript()
        let refusal = ["!trap 1 invalid value for argument time", "!done"]
        #expect(router.send("/system/clock/set", "=time=25:00:00") == refusal)
    }

    @Test func `a clock runs at its speed, stands still and jumps`() {
        let start = NIODeadline.now()
        var clock = SimulatedClock(speed: 60, real: start)
        #expect(clock.now(real: start + .seconds(2)) == .seconds(120))
        clock.setSpeed(0, real: start + .seconds(2))
        #expect(clock.now(real: start + .seconds(9)) == .seconds(120))
        #expect(clock.realDelay(until: .seconds(130), real: start + .seconds(9)) == nil)
        #expect(clock.realDelay(until: .seconds(120), real: start + .seconds(9)) == .zero)
        clock.advance(by: .seconds(10))
        #expect(clock.now(real: start + .seconds(9)) == .seconds(130))
        clock.setSpeed(2, real: start + .seconds(9))
        let delay = clock.realDelay(until: .seconds(150), real: start + .seconds(9)) ?? .zero
        #expect(delay >= .seconds(10) && delay < .milliseconds(10_010))
    }
}
