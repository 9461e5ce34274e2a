import TestSeeds
import Foundation
import GatewayDomain
import Testing

/// Windows over whole years in time zones with odd changes of their clocks, against a look at each minute.
@Suite struct WindowPropertyTests {
    static let places: [(zone: String, years: ClosedRange<Int>)] = [
        ("Europe/Berlin", 2024...2025), ("America/New_York", 2025...2026), ("Australia/Lord_Howe", 2024...2025),
        ("Africa/Casablanca", 2025...2026), ("Pacific/Apia", 2011...2012), ("America/Sao_Paulo", 2017...2018),
        ("Asia/Kathmandu", 1985...1986), ("UTC", 2026...2026),
    ]

    private static let names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    private static func time(using generator: inout SeededGenerator) -> TimeOfDay {
        // Most changes of clocks happen between 23:00 and 03:00.
        let minutes =
            generator.chance(70)
            ? (1380 + 5 * Int.random(in: 0...48, using: &generator)) % 1440
            : Int.random(in: 0...1439, using: &generator)
        return TimeOfDay(minutes: minutes)
    }

    /// Minutes at which one window or another is open, those that touch joined.
    private static func joined(_ times: [Range<Int64>]) -> [Range<Int64>] {
        times.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { joined, next in
            if let last = joined.last, next.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
            } else {
                joined.append(next)
            }
        }
    }

    @Test(arguments: places) func `windows are open when a look at each minute of the years finds them so`(
        place: (zone: String, years: ClosedRange<Int>)
    ) throws {
        var generator = SeededGenerator(seed: Seed.base)
        let oracle = try WallClockOracle(zone: place.zone, years: place.years)
        for _ in 0..<12 {
            var windows = WriteWindows()
            var times: [Range<Int64>] = []
            while windows.all.count < (generator.chance(50) ? 1 : 3) {
                let days = Set((0..<7).filter { _ in generator.chance(40) }).union([
                    Int.random(in: 0..<7, using: &generator)
                ])
                let (from, to) = (Self.time(using: &generator), Self.time(using: &generator))
                guard
                    let window = try? WriteWindow(
                        days: Weekdays(text: days.map { Self.names[$0] }.joined(separator: ",")),
                        from: from,
                        to: to,
                        timeZone: place.zone
                    )
                else { continue }
                windows.all.append(window)
                times += oracle.times(weekdays: Set(days.map { $0 + 1 }), from: from, to: to)
            }
            let expected = Self.joined(times)
            for _ in 0..<60 {
                let index = Int.random(in: 1..<(expected.count - 2), using: &generator)
                let (present, next) = (expected[index], expected[index + 1])
                let inside = Timestamp(
                    milliseconds: Int64.random(
                        in: (present.lowerBound * 60_000)..<(present.upperBound * 60_000),
                        using: &generator
                    )
                )
                let outside = Timestamp(
                    milliseconds: Int64.random(
                        in: (present.upperBound * 60_000)..<(next.lowerBound * 60_000),
                        using: &generator
                    )
                )
                let closesAt = Timestamp(seconds: present.upperBound * 60)
                let opensAt = Timestamp(seconds: next.lowerBound * 60)
                let isLong = closesAt - inside > .seconds(8 * 86_400)
                #expect(
                    windows.state(at: inside) == .open(closesAt: isLong ? nil : closesAt),
                    "at \(inside): \(windows.text)"
                )
                #expect(windows.state(at: outside).opensAt == opensAt, "at \(outside): \(windows.text)")
                #expect(windows.isOpen(at: Timestamp(seconds: present.lowerBound * 60)))
                #expect(!windows.isOpen(at: closesAt))
            }
        }
    }
}
