import GatewayDomain
import Testing

@testable import GatewaySync

@Suite struct LoginFailureWatchTests {
    private let start = Timestamp(seconds: 1_795_000_000)
    private let site = Site.ID("s1")
    private let device: Set<Device.ID> = [Device.ID("d1")]

    private func failure(_ number: Int = 0, address: String = "10.5.50.7", prefix: String? = nil) -> FailedLogin {
        FailedLogin(prefix: prefix, user: "GUESS\(number)", address: address, text: "invalid username or password")
    }

    @Test func `the alarm comes with the failure that is one too many, and names where they come from`() throws {
        var watch = LoginFailureWatch(threshold: 20, window: .seconds(300))
        for number in 0..<19 {
            let address = number % 3 == 0 ? "10.5.50.8" : "10.5.50.7"
            let now = start + .seconds(Int64(number))
            #expect(watch.note(failure(number, address: address), at: site, devices: device, now: now) == nil)
        }
        let last = watch.note(failure(20), at: site, devices: device, now: start + .seconds(19))
        let alarm = try #require(last)
        #expect(alarm.count == 20 && alarm.site == site && alarm.device == Device.ID("d1"))
        #expect(alarm.addresses.map(\.address) == ["10.5.50.7", "10.5.50.8"])
        #expect(alarm.addresses.map(\.count) == [13, 7])
    }

    @Test func `failures that are spread out are none of these`() {
        var watch = LoginFailureWatch(threshold: 20, window: .seconds(300))
        for number in 0..<1000 {
            let now = start + .seconds(Int64(number) * 17)
            #expect(watch.note(failure(number), at: site, devices: device, now: now) == nil)
        }
    }

    @Test func `an alarm is raised once a window, with all that failed, as long as it goes on`() {
        var watch = LoginFailureWatch(threshold: 20, window: .seconds(300))
        var alarms: [(second: Int64, count: Int)] = []
        for second in 0..<1000 as Range<Int64> {
            let now = start + .seconds(second)
            guard let alarm = watch.note(failure(Int(second)), at: site, devices: device, now: now) else { continue }
            alarms.append((second, alarm.count))
        }
        #expect(alarms.map(\.second) == [19, 319, 619, 919])
        #expect(alarms.first?.count == 20)
        #expect(alarms.dropFirst().allSatisfy { (295...300).contains($0.count) }, "\(alarms)")
    }

    @Test func `an alarm that could not be kept comes again with the next failure`() throws {
        var watch = LoginFailureWatch(threshold: 2, window: .seconds(300))
        #expect(watch.note(failure(1), at: site, devices: device, now: start) == nil)
        let raised = watch.note(failure(2), at: site, devices: device, now: start)
        let first = try #require(raised)
        #expect(watch.note(failure(3), at: site, devices: device, now: start) == nil)
        watch.takeBack(first)
        #expect(watch.note(failure(4), at: site, devices: device, now: start)?.count == 4)
    }

    @Test func `sites do not count for each other, and several routers of one are no single one`() throws {
        var watch = LoginFailureWatch(threshold: 4, window: .seconds(300))
        let other = Site.ID("s2")
        for number in 0..<3 {
            #expect(watch.note(failure(number), at: site, devices: device, now: start) == nil)
            #expect(watch.note(failure(number), at: other, devices: device, now: start) == nil)
        }
        let raised = watch.note(failure(9), at: site, devices: [Device.ID("d2")], now: start)
        let alarm = try #require(raised)
        #expect(alarm.count == 4 && alarm.device == nil)
    }

    @Test func `a line that a second logging rule doubles counts once, a guest who tries again counts again`() throws {
        var watch = LoginFailureWatch(threshold: 6, window: .seconds(300))
        for _ in 0..<5 {
            #expect(watch.note(failure(), at: site, devices: device, now: start) == nil)
            #expect(watch.note(failure(prefix: "->"), at: site, devices: device, now: start) == nil)
        }
        #expect(watch.note(failure(), at: site, devices: device, now: start)?.count == 6)
    }

    @Test func `what no longer counts is forgotten, and a clock may be set back`() {
        var watch = LoginFailureWatch(threshold: 1_000_000, window: .seconds(300))
        for number in 0..<20_000 {
            let address = "10.\(number % 250).\(number / 250).1"
            _ = watch.note(failure(number, address: address), at: site, devices: device, now: start)
        }
        let past = start - .seconds(86_400)
        #expect(watch.note(failure(), at: site, devices: device, now: past) == nil)
        watch.tidy(now: start + .seconds(200))
        #expect(watch.siteCount == 1)
        watch.tidy(now: start + .seconds(306))
        #expect(watch.siteCount == 0)
    }
}
