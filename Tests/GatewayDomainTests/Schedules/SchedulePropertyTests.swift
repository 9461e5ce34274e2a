import TestSeeds
import Foundation
import GatewayDomain
import Testing

/// Schedules over whole years in time zones with odd changes of their clocks.
@Suite struct SchedulePropertyTests {
    /// Half an hour of daylight saving time, changes at midnight, 5:45 hours off, back for every Ramadan, a skipped day, changes at an
    /// hour before midnight, and the usual.
    static let places: [(zone: String, years: ClosedRange<Int>)] = [
        ("Australia/Lord_Howe", 2024...2025), ("America/Sao_Paulo", 2017...2018), ("Asia/Kathmandu", 1985...1986),
        ("Africa/Casablanca", 2025...2026), ("Pacific/Apia", 2011...2012), ("America/New_York", 2024...2025),
        ("America/Nuuk", 2024...2025), ("Asia/Pyongyang", 2015...2018),
    ]

    private static func settings(zone: String, using generator: inout SeededGenerator) throws -> ScheduleSettings {
        var settings = ScheduleSettings(
            name: "Passes",
            count: 1,
            recurrence: try #require(ScheduleSettings.Recurrence.allCases.randomElement(using: &generator)),
            validMinutes: 60,
            timeZone: zone,
            notificationGroup: "ng_1"
        )
        settings.dayOfWeek = Int.random(in: 0...6, using: &generator)
        settings.dayOfMonth = generator.chance(50) ? Int.random(in: 28...31, using: &generator) : 15
        // Most changes of clocks happen between 23:00 and 03:00.
        let minutes =
            generator.chance(80) ? (1380 + Int.random(in: 0...240, using: &generator)) % 1440 : 720
        settings.timeOfDay = TimeOfDay(minutes: generator.chance(30) ? 0 : minutes)
        return settings
    }

    @Test(arguments: places) func `every run is where a look at each minute of the years finds it`(
        place: (zone: String, years: ClosedRange<Int>)
    ) throws {
        var generator = SeededGenerator(seed: Seed.base)
        let oracle = try WallClockOracle(zone: place.zone, years: place.years)
        for _ in 0..<40 {
            let settings = try Self.settings(zone: place.zone, using: &generator)
            let timing = try settings.validated()
            let expected = oracle.runs(settings)
            let first = try #require(expected.first)
            var runs = [first]
            while let last = runs.last, runs.count < expected.count {
                runs.append(ScheduleRules.nextRun(timing, after: last))
            }
            #expect(runs == expected, "\(settings)")
            #expect(zip(runs, runs.dropFirst()).allSatisfy { $0 < $1 })
            for run in runs {
                #expect(oracle.isPunctual(run, settings) || oracle.isSkip(run), "\(run) of \(settings)")
            }
            for _ in 0..<20 {
                let index = Int.random(in: 1..<expected.count, using: &generator)
                let range = expected[index - 1].milliseconds..<expected[index].milliseconds
                let moment = Timestamp(milliseconds: Int64.random(in: range, using: &generator))
                #expect(ScheduleRules.nextRun(timing, after: moment) == expected[index], "after \(moment): \(settings)")
            }
        }
    }

    @Test(arguments: places) func `a day has one daily run, whatever its clocks do`(
        place: (zone: String, years: ClosedRange<Int>)
    ) throws {
        let oracle = try WallClockOracle(zone: place.zone, years: place.years)
        let settings = ScheduleSettings(
            name: "Passes",
            count: 1,
            recurrence: .daily,
            validMinutes: 60,
            timeZone: place.zone,
            notificationGroup: "ng_1"
        )
        let days = oracle.localDays
        #expect(oracle.runs(settings).count == days)
        let timing = try settings.validated()
        let expected = oracle.runs(settings)
        var run = try #require(expected.first) - .seconds(1)
        for _ in 0..<days { run = ScheduleRules.nextRun(timing, after: run) }
        #expect(run == expected.last)
        // Also for Samoa: from before the date line to behind it, the years of UTC begin one more day, and one was skipped.
        #expect(days == place.years.count * 365 + place.years.count { $0 % 4 == 0 })
    }
}
