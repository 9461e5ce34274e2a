import GatewayDomain
import RouterOSAPI
import Testing

@testable import GatewaySync

struct RouterClockTests {
    private static func clock(offset: String) -> RouterClock? {
        let words = ["!re", "=date=2026-09-25", "=time=12:00:00", "=gmt-offset=\(offset)"]
        return RouterClock(row: Row(Sentence(words)))
    }

    @Test(arguments: [("+00:00", 0), ("+02:00", 7_200), ("-03:30", -12_600)] as [(String, Int64)])
    func `the offset from UTC is taken off`(_ offset: String, _ seconds: Int64) {
        #expect(Self.clock(offset: offset)?.time.seconds == 1_790_337_600 - seconds)
    }

    @Test(arguments: ["9223372036854775807:00", "-9223372036854775807:59", "24:00", "+01:60", "x"])
    func `an offset that no place has counts for nothing`(_ offset: String) {
        #expect(Self.clock(offset: offset)?.time.seconds == 1_790_337_600)
    }
}
