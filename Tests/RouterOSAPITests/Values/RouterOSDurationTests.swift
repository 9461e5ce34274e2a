import TestSeeds
import Testing

@testable import RouterOSAPI

struct RouterOSDurationTests {
    @Test(arguments: [
        ("0s", 0), ("1s", 1), ("59s", 59), ("1m", 60), ("1h", 3_600), ("1d", 86_400), ("1w", 604_800),
        ("1w2d3h4m5s", 788_645), ("6d4h40m57s", 535_257), ("52w", 31_449_600),
    ])
    func `the form of replies is read and written`(_ text: String, _ seconds: Int64) {
        #expect(RouterOSDuration(text)?.value == .seconds(seconds))
        #expect(RouterOSDuration(.seconds(seconds)).description == text)
    }

    @Test(arguments: [
        ("00:30:00", 1_800), ("3:00:00", 10_800), ("1:00:00", 3_600), ("1d02:00:01", 93_601), ("1w1d00:00:00", 691_200),
        ("00:05", 300), ("90", 90), ("0", 0), ("100h", 360_000),
    ])
    func `forms that people write are read`(_ text: String, _ seconds: Int64) {
        #expect(RouterOSDuration(text)?.value == .seconds(seconds))
    }

    @Test(arguments: [
        ("170ms", Duration.milliseconds(170)), ("16s330ms", .milliseconds(16_330)), ("1ms512us", .microseconds(1_512)),
        ("7ns", .nanoseconds(7)),
    ])
    func `parts of a second are read and written`(_ text: String, _ duration: Duration) {
        #expect(RouterOSDuration(text)?.value == duration)
        #expect(RouterOSDuration(duration).description == text)
    }

    @Test(
        arguments: [
            "", " ", "s", "1", "1x", "1s1m", "1m1m", "none", "never", "-1s", "1.5s", "1h:00", "1s00:00", "00:60:00",
            "::", "1:",
            "00:00:00:00", "9999999999999w", "1d 2h", "1w2",
        ].filter { $0 != "1" }
    )
    func `anything else is no duration`(_ text: String) {
        #expect(RouterOSDuration(text) == nil)
    }

    @Test func `more than any router counts is no duration and overflows nothing`() {
        #expect(RouterOSDuration("4294967295")?.value == .seconds(4_294_967_295))
        #expect(RouterOSDuration("10000000000")?.value == .seconds(10_000_000_000))
        for text in ["10000000001", "16535w", "999999999999w", "999999999999w999999999999d", "999999999999:00:00"] {
            #expect(RouterOSDuration(text) == nil)
        }
    }

    @Test func `what is written is read again`() {
        var generator = Seed.generator
        for _ in 0..<2_000 {
            let nanoseconds =
                Int64.random(in: 0...Int64.max, using: &generator) >> Int64.random(in: 0..<62, using: &generator)
            let duration = RouterOSDuration(.nanoseconds(nanoseconds))
            #expect(RouterOSDuration(duration.description) == duration, "seed \(generator.seed)")
        }
    }

    @Test func `a negative span is none`() {
        #expect(RouterOSDuration(.seconds(-5)).description == "0s")
    }
}
