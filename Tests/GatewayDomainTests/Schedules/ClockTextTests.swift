import GatewayDomain
import Testing

@Suite struct ClockTextTests {
    @Test(
        arguments: [
            ("UTC", 0, "Thu 1 Jan 1970, 00:00"), ("Asia/Kathmandu", 1_795_276_800, "Sat 21 Nov 2026, 21:45"),
            ("Pacific/Apia", 1_325_239_199, "Thu 29 Dec 2011, 23:59"),
            ("Pacific/Apia", 1_325_239_200, "Sat 31 Dec 2011, 00:00"),
            ("America/New_York", 1_709_182_799, "Wed 28 Feb 2024, 23:59"),
            ("America/New_York", 1_709_182_800, "Thu 29 Feb 2024, 00:00"), ("UTC", -1, "Wed 31 Dec 1969, 23:59"),
        ] as [(String, Int64, String)]
    )
    func `a time is told as the clocks of the zone show it`(zone: String, seconds: Int64, text: String) throws {
        let settings = ScheduleSettings(
            name: "Passes",
            count: 1,
            recurrence: .daily,
            validMinutes: 60,
            timeZone: zone,
            notificationGroup: "ng_1"
        )
        #expect(try settings.timing().clockText(at: Timestamp(seconds: seconds)) == text)
    }
}
