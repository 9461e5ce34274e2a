import Foundation
import GatewayDomain
import Testing

@Suite struct ScheduleRulesTests {
    private func time(_ text: String) throws -> Timestamp {
        Timestamp(seconds: Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970))
    }

    private func settings(
        _ recurrence: ScheduleSettings.Recurrence,
        _ zone: String,
        _ time: String = "00:00",
        day: Int? = nil
    ) throws -> ScheduleSettings {
        ScheduleSettings(
            name: "Passes",
            count: 20,
            recurrence: recurrence,
            dayOfWeek: recurrence == .weekly ? day : nil,
            dayOfMonth: recurrence == .monthly ? day : nil,
            validMinutes: 480,
            timeZone: zone,
            timeOfDay: try TimeOfDay(text: time),
            notificationGroup: "ng_a1b2c3d4e5f6"
        )
    }

    private func runs(_ settings: ScheduleSettings, after start: String, _ count: Int) throws -> [String] {
        let timing = try settings.validated()
        var moment = try time(start)
        return (0..<count).map { _ in
            moment = ScheduleRules.nextRun(timing, after: moment)
            return moment.description
        }
    }

    @Test func `a run comes after the moment, not at it`() throws {
        let daily = try settings(.daily, "Australia/Sydney", "19:00")
        #expect(
            try runs(daily, after: "2025-10-29T08:00:00Z", 2) == ["2025-10-30T08:00:00Z", "2025-10-31T08:00:00Z"]
        )
        #expect(try runs(daily, after: "2025-10-29T07:59:59Z", 1) == ["2025-10-29T08:00:00Z"])
    }

    @Test func `a time zone that is no longer known can be replaced`() throws {
        let known = try settings(.daily, "Asia/Kathmandu")
        let now = try time("2026-11-21T00:00:00Z")
        var schedule = try CouponSchedule(
            id: CouponSchedule.ID("s"),
            instance: Instance.ID("i"),
            settings: known,
            at: now
        )
        schedule.settings.timeZone = "Europe/Atlantis"
        let next = try ScheduleRules.nextRun(of: schedule, changedTo: settings(.daily, "UTC"), at: now)
        #expect(next == now + .seconds(86_400))
    }

    @Test func `a week has one run on its day`() throws {
        let monday = try settings(.weekly, "Asia/Kathmandu", "08:00", day: 1)
        #expect(
            try runs(monday, after: "2026-11-21T00:00:00Z", 2) == ["2026-11-23T02:15:00Z", "2026-11-30T02:15:00Z"]
        )
        let sunday = try settings(.weekly, "UTC", day: 0)
        #expect(try runs(sunday, after: "2026-11-21T23:59:59Z", 1) == ["2026-11-22T00:00:00Z"])
        let saturday = try settings(.weekly, "UTC", day: 6)
        #expect(try runs(saturday, after: "2026-11-21T00:00:00Z", 1) == ["2026-11-28T00:00:00Z"])
    }

    @Test func `a month that is too short runs on its last day`() throws {
        let monthly = try settings(.monthly, "UTC", day: 31)
        #expect(
            try runs(monthly, after: "2027-12-31T00:00:00Z", 5) == [
                "2028-01-31T00:00:00Z", "2028-02-29T00:00:00Z", "2028-03-31T00:00:00Z", "2028-04-30T00:00:00Z",
                "2028-05-31T00:00:00Z",
            ]
        )
        let thirtieth = try settings(.monthly, "UTC", day: 30)
        #expect(
            try runs(thirtieth, after: "2027-01-30T00:00:00Z", 2) == ["2027-02-28T00:00:00Z", "2027-03-30T00:00:00Z"]
        )
    }

    // The changes are those of the IANA database: New York 2025-03-09 02:00 and 2025-11-02 02:00, São Paulo 2017-10-15 00:00
    // and 2018-02-18 00:00, Lord Howe 2025-10-05 02:00 (30 minutes), Samoa without 2011-12-30, Nuuk 2025-03-29 23:00.
    @Test func `a skipped time is made up right after the change`() throws {
        let newYork = try settings(.daily, "America/New_York", "02:30")
        #expect(
            try runs(newYork, after: "2025-03-08T12:00:00Z", 2) == ["2025-03-09T07:00:00Z", "2025-03-10T06:30:00Z"]
        )
        let saoPaulo = try settings(.daily, "America/Sao_Paulo")
        #expect(
            try runs(saoPaulo, after: "2017-10-14T12:00:00Z", 2) == ["2017-10-15T03:00:00Z", "2017-10-16T02:00:00Z"]
        )
        let lordHowe = try settings(.daily, "Australia/Lord_Howe", "02:15")
        #expect(
            try runs(lordHowe, after: "2025-10-04T00:00:00Z", 2) == ["2025-10-04T15:30:00Z", "2025-10-05T15:15:00Z"]
        )
        let nuuk = try settings(.daily, "America/Nuuk", "23:30")
        #expect(
            try runs(nuuk, after: "2025-03-29T12:00:00Z", 2) == ["2025-03-30T01:00:00Z", "2025-03-31T00:30:00Z"]
        )
    }

    @Test func `a time that occurs twice runs the first time only`() throws {
        let newYork = try settings(.daily, "America/New_York", "01:30")
        #expect(
            try runs(newYork, after: "2025-11-01T12:00:00Z", 2) == ["2025-11-02T05:30:00Z", "2025-11-03T06:30:00Z"]
        )
        // Midnight put the clocks back to 23:00: the day began an hour later, and 23:30 of the day before came twice.
        let saoPaulo = try settings(.daily, "America/Sao_Paulo", "23:30")
        #expect(
            try runs(saoPaulo, after: "2018-02-17T12:00:00Z", 2) == ["2018-02-18T01:30:00Z", "2018-02-19T02:30:00Z"]
        )
        let midnight = try settings(.daily, "America/Sao_Paulo")
        #expect(try runs(midnight, after: "2018-02-17T12:00:00Z", 1) == ["2018-02-18T03:00:00Z"])
    }

    @Test func `a day that does not exist has no daily run, but a monthly one is made up`() throws {
        let daily = try settings(.daily, "Pacific/Apia", "08:00")
        #expect(
            try runs(daily, after: "2011-12-29T12:00:00Z", 3) == [
                "2011-12-29T18:00:00Z", "2011-12-30T18:00:00Z", "2011-12-31T18:00:00Z",
            ]
        )
        let monthly = try settings(.monthly, "Pacific/Apia", "08:00", day: 30)
        #expect(
            try runs(monthly, after: "2011-12-01T12:00:00Z", 2) == ["2011-12-30T10:00:00Z", "2012-01-29T18:00:00Z"]
        )
    }

    @Test func `a schedule says which setting is wrong`() throws {
        let good = try settings(.daily, "UTC")
        func field(_ change: (inout ScheduleSettings) -> Void) -> PortalValueError.Field? {
            var settings = good
            change(&settings)
            do throws(PortalValueError) {
                try settings.validated()
                return nil
            } catch {
                return error.field
            }
        }
        #expect(field { $0.count = 500 } == nil)
        #expect(field { $0.name = "" } == .name)
        #expect(field { $0.name = String(repeating: "n", count: 65) } == .name)
        #expect(field { $0.count = 0 } == .count)
        #expect(field { $0.count = 501 } == .count)
        #expect(field { $0.validMinutes = 90_001 } == .validForMinutes)
        #expect(field { $0.validMinutes = 0 } == .validForMinutes)
        #expect(field { $0.recurrence = .weekly } == .dayOfWeek)
        #expect(field { $0.recurrence = .monthly } == .dayOfMonth)
        #expect(field { $0.dayOfWeek = 7 } == .dayOfWeek)
        #expect(field { $0.dayOfMonth = 0 } == .dayOfMonth)
        #expect(field { $0.dayOfMonth = 32 } == .dayOfMonth)
        #expect(field { $0.notificationGroup = "" } == .notificationGroup)
        #expect(field { $0.notificationGroup = String(repeating: "g", count: 201) } == .notificationGroup)
        #expect(field { $0.notificationGroup = "a\nb" } == .notificationGroup)
        for zone in [
            "", "EST", "IST", "CET", "GMT+3", "Z", "europe/berlin", "Europe/Atlantis", "../../etc/passwd",
            "SystemV/EST5", "Europe/Berlin ", "Europe/Berlin\u{0}",
        ] {
            #expect(field { $0.timeZone = zone } == .timeZone, "\(zone)")
        }
        for zone in ["UTC", "GMT", "Etc/GMT-3", "Asia/Kolkata", "Asia/Calcutta", "America/Argentina/Buenos_Aires"] {
            #expect(field { $0.timeZone = zone } == nil, "\(zone)")
        }
    }

    @Test(arguments: ["", "8:00", "24:00", "23:60", "08-00", "08:0", "08:000", "０8:00", "-1:00", " 8:00"])
    func `other texts are no time of day`(text: String) {
        #expect(throws: PortalValueError.self) { try TimeOfDay(text: text) }
    }

    @Test func `a time of day is told as it was given`() throws {
        for text in ["00:00", "08:05", "19:30", "23:59"] { #expect(try TimeOfDay(text: text).description == text) }
    }

    @Test func `changing a name forgives no run, changing the time does`() throws {
        let now = try time("2026-11-21T10:00:00Z")
        var schedule = try CouponSchedule(
            id: CouponSchedule.ID("s1"),
            instance: Sample.instance.id,
            settings: settings(.daily, "UTC"),
            at: now
        )
        #expect(schedule.nextRunAt.description == "2026-11-22T00:00:00Z")
        schedule.nextRunAt = try time("2026-11-20T00:00:00Z")
        var renamed = schedule.settings
        renamed.name = "Other"
        renamed.dayOfWeek = 3
        #expect(try ScheduleRules.nextRun(of: schedule, changedTo: renamed, at: now) == schedule.nextRunAt)
        let moved = try settings(.daily, "UTC", "11:00")
        #expect(
            try ScheduleRules.nextRun(of: schedule, changedTo: moved, at: now).description == "2026-11-21T11:00:00Z"
        )
    }
}
