import TestSeeds
import GatewayDomain
import Testing

struct RouterOSTextTests {
    @Test(
        arguments: [
            ("0s", 0), ("1w2d3h4m5s", 788_645), ("12h", 43_200), ("01:00:00", 3600), ("1d02:03:04", 93_784), ("90", 90),
            ("none", 0),
            ("", 0), ("16s330ms", 16), ("170ms", 0), ("00:30", 1800),
        ] as [(String, Int64)]
    )
    func `durations read in every form that a router prints`(text: String, seconds: Int64) {
        #expect(RouterOSText.seconds(text) == seconds)
    }

    @Test(arguments: [
        "never", "h", "1x", "1h:", "1:2:3:4", "-5s", "99999999999999999999s", "9223372036854775807w", "1d1",
    ])
    func `what is no duration is nil and never traps`(text: String) {
        let seconds = RouterOSText.seconds(text)
        #expect(text == "1d1" ? seconds == 86_401 : seconds == nil)
    }

    @Test(arguments: Seed.several(200)) func `durations read as they were written`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let seconds = Int64.random(in: 0...10_000_000, using: &generator)
        #expect(RouterOSText.seconds(RouterOSText.duration(seconds)) == seconds)
    }

    @Test func `values are compared by what they mean`() {
        #expect(RouterOSText.same("1h", "3600s", as: .duration))
        #expect(RouterOSText.same("yes", "true", as: .boolean))
        #expect(RouterOSText.same("10.0.0.1", "10.0.0.1/32", as: .network))
        #expect(RouterOSText.same("WWW.example.com", "www.example.com", as: .host))
        #expect(RouterOSText.same("1M/2M  3M", "1M/2M 3M", as: .words))
        #expect(!RouterOSText.same("yes", "no", as: .boolean))
        #expect(!RouterOSText.same("never", "none", as: .duration))
        #expect(!RouterOSText.same("10.0.0.0/24", "10.0.0.0/25", as: .network))
    }
}
