import TestSeeds
import GatewayDomain
import Testing

struct RFC3339Tests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-21T08:00:00Z", 1_795_248_000_000),
        ("2026-11-21t09:00:00.25+01:00", 1_795_248_000_250), ("2026-11-21 07:29:59.9999-00:30", 1_795_247_999_999),
        ("2000-02-29T23:59:60Z", 951_868_800_000), ("1969-12-31T23:59:59.001Z", -999),
        ("0000-01-01T00:00:00Z", -62_167_219_200_000), ("9999-12-31T23:59:59Z", 253_402_300_799_000),
    ])
    func `a time is read`(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test func `what is shown is read as it was, over eight thousand years`() {
        var generator = SeededGenerator(seed: Seed.base)
        for _ in 0..<2000 {
            let time = Timestamp(seconds: Int64.random(in: 0...250_000_000_000, using: &generator))
            #expect(Timestamp(rfc3339: time.description) == time, "seed \(Seed.base)")
        }
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T08:00:00", "2026-11-21T08:00Z", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z", "2026-00-10T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+1:00",
        "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00ZZ", "+026-01-01T00:00:00Z", "２026-01-01T00:00:00Z",
        "1795000000",
    ])
    func `anything else is no time`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }
}
